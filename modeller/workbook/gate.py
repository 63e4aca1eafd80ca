"""The gate: what a workbook from outside must be before anything in it is read.

A workbook is a zip of XML parts, and either can be made to do harm: to fill the memory, to fetch files, to carry
programs. What this program writes, and what spreadsheet programs make of it, needs none of that; so whatever is not
plainly such a workbook is refused, with the reason. Sizes are those that come out as a part is unpacked, bit by bit,
whatever the file says of itself; and what it says of itself is refused first, before anything is unpacked.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from modeller.errors import Fault, Faults, Place

MB = 1_000_000
LARGEST_FILE, LARGEST_PART, LARGEST_WHOLE, LARGEST_LISTED = 20 * MB, 100 * MB, 250 * MB, 1 * MB
LARGEST_IN_MEMORY = 20 * MB
"""Of the parts that a reader holds whole: shared texts, styles, the list of sheets."""
MOST_PARTS, MOST_A_NAME = 500, 512
MOST_DENSE, DENSE_FROM = 200, 1 * MB
"""How many times its size a part may unpack to, asked of those that are large."""
_CHUNK, _OVERLAP, _TAIL = 1 << 16, 256, 65_557

_OLE, _ZIP, _END, _LARGE = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_XML = (".xml", ".rels", ".vml")
_IN_MEMORY = ("sharedstrings.xml", "styles.xml", "workbook.xml")
_LISTING = "[Content_Types].xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_FORBIDDEN = {
    "macros": ("vbaproject", "macrosheet", "dialogsheet", "macroenabled", "customui"),
    "links to other files": ("externallink",),
    "connections to data elsewhere": ("connections", "querytable", "xl/model/"),
    "embedded objects": ("embeddings", "activex", "oleobject", "webextension"),
}
_FAR = re.compile(rb' r="(?:[C-Z][A-Z]{2}[0-9]|[A-Z]{1,3}[0-9]{6})')
"""A cell beyond column BZZ or row 99,999. Readers are told how far to look besides."""
_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""")
_ENCODINGS = (b"utf-8", b"us-ascii", b"ascii")


class Gate:
    """One file at the gate; `inflated` is how much of it has been unpacked so far [bytes]."""

    def __init__(self, path: Path) -> None:
        self.path, self.inflated = Path(path), 0

    def admit(self) -> bytes:
        """The file's content, to be read from memory so that it stays what was looked at; raise `Faults` if refused."""
        content = self._content()
        self._check_directory(content)
        try:
            with ZipFile(BytesIO(content)) as file:
                self._check_names(file.infolist())
                self._check_claims(file.infolist())
                self._check_kind(file)
                for part in sorted(file.infolist(), key=lambda part: part.file_size):
                    self._look_through(file, part)
        except (BadZipFile, zlib.error, EOFError, struct.error, UnicodeDecodeError) as error:
            raise self._refused("the file is damaged or cut short", "save it again, or ask for it again") from error
        return content

    def _refused(self, what: str, remedy: str) -> Faults:
        return Faults([Fault(what, Place(str(self.path)), remedy)])

    def _content(self) -> bytes:
        if self.path.suffix.lower() in {".xlsm", ".xltm", ".xlam", ".xlsb", ".xls"}:
            raise self._refused(f"a {self.path.suffix} file may hold programs, and is not read", SAVE)
        try:
            with self.path.open("rb") as opened:
                content = opened.read(LARGEST_FILE + 1)
        except OSError as error:
            raise self._refused(f"cannot be read: {error.strerror}", "check its name and folder") from None
        if len(content) > LARGEST_FILE:
            raise self._refused("the file is larger than 20 MB", "a workbook of this program is a few MB")
        if content.startswith(_OLE):
            raise self._refused("the file is encrypted, or of the kind before .xlsx", f"take the password off; {SAVE}")
        if not content.startswith(_ZIP):
            raise self._refused("the file is not a workbook", SAVE)
        return content

    def _check_directory(self, content: bytes) -> None:
        """The zip's list of parts, before it is read: a long one would take long, and much memory."""
        tail = content[-_TAIL:]
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < struct.calcsize("<4s4HIIH"):
            raise self._refused("the file is damaged or cut short", "save it again, or ask for it again")
        _, _, _, _, number, size, _, _ = struct.unpack_from("<4s4HIIH", tail, at)
        if number > MOST_PARTS or size > MOST_PARTS * MOST_A_NAME or _LARGE in tail[max(0, at - 20) : at]:
            raise self._refused(f"the file has more than {MOST_PARTS} parts", SAVE)

    def _check_names(self, parts: list[ZipInfo]) -> None:
        names = [part.orig_filename for part in parts]
        for name in names:
            plain = re.fullmatch(r"[^\x00-\x1f\\:]+", name) and not {"", ".", ".."} & set(name.rstrip("/").split("/"))
            if not plain:
                raise self._refused("the name of a part leads out of the file", SAVE)
            self._check_allowed(name, name)
        if len({name.casefold() for name in names}) < len(names):
            raise self._refused("two parts of the file have one name", SAVE)

    def _check_allowed(self, said: str, where: str) -> None:
        for what, marks in _FORBIDDEN.items():
            if any(mark in said.lower() for mark in marks):
                raise self._refused(f"the workbook holds {what} ({where})", f"take them out; {SAVE}")

    def _check_claims(self, parts: list[ZipInfo]) -> None:
        """What the file says of its parts, which may be untrue but is refused sooner where it is too much."""
        for part in parts:
            if part.flag_bits & 1:
                raise self._refused("the file is encrypted", "take the password off")
            if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                raise self._refused("the file is packed in a way that is not read", SAVE)
            self._check_size(part, part.file_size)
        if sum(part.file_size for part in parts) > LARGEST_WHOLE:
            raise self._refused("the file unpacks to more than 250 MB", SAVE)

    def _check_size(self, part: ZipInfo, size: int) -> None:
        name = part.filename.lower()
        in_memory = name.endswith(_IN_MEMORY)
        if size > (LARGEST_IN_MEMORY if in_memory else LARGEST_PART):
            raise self._refused(f"{part.filename} unpacks to more than {20 if in_memory else 100} MB", SAVE)
        if size > DENSE_FROM and size > MOST_DENSE * max(1, part.compress_size):
            raise self._refused(f"{part.filename} unpacks to more than {MOST_DENSE} times its size", SAVE)

    def _check_kind(self, file: ZipFile) -> None:
        """A workbook by its own account, whose parts are of kinds that are read."""
        names = set(file.namelist())
        if _LISTING not in names or "xl/workbook.xml" not in names:
            raise self._refused("the file is a zip, but not a workbook", SAVE)
        found = {}
        for each in self._listed(file, _LISTING):
            kind = each.get("ContentType", "")
            self._check_allowed(kind, kind)
            found[each.get("PartName", "")] = kind
        if found.get("/xl/workbook.xml") != _WORKBOOK:
            raise self._refused("the file does not say that it is a workbook", SAVE)
        for name in names:
            if name.endswith(".rels"):
                self._check_links(file, name)

    def _check_links(self, file: ZipFile, name: str) -> None:
        """What a part leans on lies within the file; an address to click does no harm."""
        for each in self._listed(file, name):
            kind = each.get("Type", "").rsplit("/", 1)[-1]
            self._check_allowed(kind, kind)
            if each.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
                raise self._refused(f"the workbook links to another file ({each.get('Target', '')[:60]})", SAVE)

    def _listed(self, file: ZipFile, name: str) -> Iterator[dict[str, str]]:
        """What a short part lists, each as its attributes."""
        from xml.etree.ElementTree import ParseError

        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        part = file.getinfo(name)
        if part.file_size > LARGEST_LISTED:
            raise self._refused(f"{name} is larger than 1 MB", SAVE)
        with file.open(part) as opened:
            text = opened.read(LARGEST_LISTED)
        try:
            yield from (dict(each.attrib) for each in fromstring(text, forbid_dtd=True))
        except DefusedXmlException:
            raise self._refused(f"{name} defines words of its own (DTD)", SAVE) from None
        except ParseError:
            raise self._refused(f"{name} is damaged", "save the workbook again, or ask for it again") from None

    def _look_through(self, file: ZipFile, part: ZipInfo) -> None:
        """Unpack a part bit by bit, keeping none of it, and look at what comes."""
        is_xml, size, before = part.filename.lower().endswith(_XML), 0, b""
        with file.open(part) as opened:
            while chunk := opened.read(_CHUNK):
                size += len(chunk)
                self.inflated += len(chunk)
                self._check_size(part, size)
                if self.inflated > LARGEST_WHOLE:
                    raise self._refused("the file unpacks to more than 250 MB", SAVE)
                if is_xml:
                    self._check_xml(part.filename, before + chunk, begins=size == len(chunk))
                    before = chunk[-_OVERLAP:]

    def _check_xml(self, name: str, text: bytes, *, begins: bool) -> None:
        if begins:
            declared = _DECLARED.match(text)
            if text[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in text[:4]:
                raise self._refused(f"{name} is not UTF-8 text", SAVE)
            if declared and declared[1].lower() not in _ENCODINGS:
                raise self._refused(f"{name} is not UTF-8 text", SAVE)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise self._refused(f"{name} defines words of its own (DTD)", SAVE)
        if far := _FAR.search(text):
            cell = text[far.start() + 4 : far.start() + 14].split(b'"')[0].decode("ascii", "replace")
            raise self._refused(f"{name} has a cell far outside what this program writes ({cell})", SAVE)


SAVE = "open it in a spreadsheet program and save it as an ordinary workbook, .xlsx"
