"""YAML that people write: read strictly, judged by forms, with every fault on its line in a plain sentence.

``document`` reads a file by ``strict_yaml`` and remembers every line; ``as_written`` looks into what may be wrong in
any way. ``form`` is the base of what it should be, ``scalars`` the kinds of single values, ``shape`` makes one of the
other. ``canonical`` gives the digest of what is said, ``plain_yaml`` writes.
"""

from commonweal.documents.canonical import canonical_digest
from commonweal.documents.document import Document, read_document
from commonweal.documents.form import Form
from commonweal.documents.shape import shape

__all__ = ["Document", "Form", "canonical_digest", "read_document", "shape"]
