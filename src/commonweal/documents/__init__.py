"""YAML that people write: read strictly, judged by forms, with every fault on its line in a plain sentence."""

from commonweal.documents.document import Document, read_document
from commonweal.documents.form import Form
from commonweal.documents.shape import shape

__all__ = ["Document", "Form", "read_document", "shape"]
