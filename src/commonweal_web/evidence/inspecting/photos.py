"""Photos: opened whole, and copied without what they tell besides what they show."""

from __future__ import annotations

from pathlib import Path

import pi_heif  # type: ignore[import-untyped]
from PIL import ExifTags, Image, JpegImagePlugin

from commonweal_web.evidence.inspecting.unfit import Unfit
from commonweal_web.evidence.kinds import Kind

MOST_PIXELS = 64_000_000
"""More than the cameras of most telephones; a picture of this size takes about 200 MB to open."""

READERS = {Kind.JPEG: ["JPEG", "MPO"], Kind.PNG: ["PNG"], Kind.WEBP: ["WEBP"], Kind.HEIC: ["HEIF"]}
ORIENTATION = ExifTags.Base.Orientation
PLACE = "the place where it was taken"
CAMERA = "the camera and the time"
OTHERS = "other hidden details"

pi_heif.register_heif_opener()


def inspect(path: Path, kind: Kind, clean: Path) -> tuple[str, ...]:
    """Open the photo; write one without hidden details to ``clean``; say which details it had.

    Nothing is written when the photo has none: then it is kept as it came.
    """
    try:
        with Image.open(path, formats=READERS[kind]) as photo:
            _require_size(photo)
            photo.load()
            details = _details(photo, path)
            if details or kind == Kind.HEIC:
                _copy(photo, kind, clean)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except Unfit:
        raise
    except Exception as fault:  # the readers raise whatever they stumble over
        raise Unfit("It looks like a photo but cannot be opened as one. Send the original or save it anew.") from fault
    return details


def _require_size(photo: Image.Image) -> None:
    if photo.width * photo.height > MOST_PIXELS:
        raise _too_large()
    if getattr(photo, "is_animated", False) and photo.format != "MPO":
        raise Unfit("It is a moving picture. Send one still picture, or several.")


def _too_large() -> Unfit:
    return Unfit(f"It has more than {MOST_PIXELS // 1_000_000} million points. Make it smaller, and send that.")


def _details(photo: Image.Image, path: Path) -> tuple[str, ...]:
    exif = photo.getexif()
    found = []
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        found.append(PLACE)
    if exif.keys() - {ORIENTATION, ExifTags.IFD.GPSInfo}:
        found.append(CAMERA)
    told = {"xmp", "comment", "photoshop", "adobe_xmp", "XML:com.adobe.xmp", "Comment", "Raw profile type exif"}
    if photo.info.keys() & told or getattr(photo, "text", None) or _goes_on(photo, path):
        found.append(OTHERS)
    return tuple(found)


def _goes_on(photo: Image.Image, path: Path) -> bool:
    """Whether something follows the picture in the file."""
    if photo.format == "MPO":
        return True
    end = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}.get(photo.format or "")
    if end is None:
        return False
    with path.open("rb") as file:
        file.seek(-len(end), 2)
        return file.read() != end


def _copy(photo: Image.Image, kind: Kind, clean: Path) -> None:
    """The same picture, as little changed as can be; which way is up is all that it still tells."""
    exif = Image.Exif()
    if turned := photo.getexif().get(ORIENTATION):
        exif[ORIENTATION] = turned
    kept: dict[str, object] = {"exif": exif, "icc_profile": photo.info.get("icc_profile")}
    with clean.open("wb") as file:
        if kind == Kind.PNG:
            photo.info.clear()
            photo.save(file, "PNG", **kept)
        elif kind == Kind.WEBP:
            photo.save(file, "WEBP", quality=90, **kept)
        elif isinstance(photo, JpegImagePlugin.JpegImageFile):
            sampling = JpegImagePlugin.get_sampling(photo)
            photo.save(file, "JPEG", qtables=photo.quantization, subsampling=max(sampling, 0), comment=b"", **kept)
        else:
            photo.convert("RGB").save(file, "JPEG", quality=92, **kept)
