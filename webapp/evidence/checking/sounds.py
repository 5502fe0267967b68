"""Sound and film: the container is walked from its first byte to its last; nothing is decoded, nothing is changed."""

from collections.abc import Iterator

from webapp.evidence.codes import FileKind, Refusal, RefusedError

MPEG_4 = frozenset({b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VP"})
MPEG_4 |= {b"iso7", b"iso8", b"iso9", b"MSNV", b"3gp4", b"3gp5", b"3gp6", b"qt  ", b"dash", b"M4VH"}
BRANDS = {FileKind.MP4: MPEG_4, FileKind.M4A: MPEG_4 | {b"M4A ", b"M4B "}}
CONTAINERS = frozenset({b"moov", b"trak", b"mdia"})
DEEPEST, MOST_BOXES = 8, 20_000
BOX_HEAD, LARGE_BOX_HEAD = 8, 16

ID3_HEAD, ID3_TAIL = 10, 128
# A sound file may have some bytes between its frames, but it is frames.
LEAST_SHARE, LEAST_FRAMES, MOST_GAPS = 0.9, 4, 5_000
BITRATES = {
    # MPEG version 1 and 2, layer 3, in kilobits a second.
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
RATES = {3: (44100, 48000, 32000, 0), 2: (22050, 24000, 16000, 0), 0: (11025, 12000, 8000, 0)}


def check(raw: bytes, kind: FileKind) -> None:
    """Refuse what is no sound or film of this kind. Raises RefusedError."""
    if kind is FileKind.MP3:
        _check_frames(raw)
    else:
        _check_boxes(raw, kind)


def _check_boxes(raw: bytes, kind: FileKind) -> None:
    if raw[4:8] != b"ftyp" or raw[8:12] not in BRANDS[kind]:
        raise RefusedError(Refusal.ANOTHER_KIND)
    found = {b"": 0}
    handlers = {raw[start + 8 : start + 12] for name, start, _end in _walk(raw, found) if name == b"hdlr"}
    if b"moov" not in found or not {b"mdat", b"moof"} & found.keys() or not {b"soun", b"vide"} & handlers:
        raise RefusedError(Refusal.DAMAGED)
    if kind is FileKind.M4A and b"vide" in handlers:
        raise RefusedError(Refusal.ANOTHER_KIND)


def _walk(raw: bytes, found: dict[bytes, int]) -> Iterator[tuple[bytes, int, int]]:
    """Every box with the place of its content; the boxes of a container fill it without a gap."""
    waiting = [(0, len(raw), 0)]
    while waiting:
        start, end, depth = waiting.pop()
        while start < end:
            name, inside, after = _box(raw, start, end)
            found[name] = found.get(name, 0) + 1
            found[b""] += 1
            if found[b""] > MOST_BOXES or depth > DEEPEST:
                raise RefusedError(Refusal.DAMAGED)
            if name in CONTAINERS:
                waiting.append((inside, after, depth + 1))
            yield name, inside, after
            start = after


def _box(raw: bytes, start: int, end: int) -> tuple[bytes, int, int]:
    size, name = int.from_bytes(raw[start : start + 4], "big"), raw[start + 4 : start + 8]
    inside = start + BOX_HEAD
    if size == 1:
        size, inside = int.from_bytes(raw[start + 8 : start + 16], "big"), start + LARGE_BOX_HEAD
    elif size == 0:
        size = end - start
    if inside > end or start + size < inside or start + size > end:
        raise RefusedError(Refusal.DAMAGED)
    return name, inside, start + size


def _check_frames(raw: bytes) -> None:
    start = _after_id3(raw)
    end = len(raw) - ID3_TAIL if raw[-ID3_TAIL:].startswith(b"TAG") else len(raw)
    if not (raw.startswith(b"ID3") or _frame_bytes(raw, 0)):
        raise RefusedError(Refusal.ANOTHER_KIND)
    frames = in_frames = gaps = 0
    place = start
    while place + 4 <= end and gaps < MOST_GAPS:
        size = _frame_bytes(raw, place)
        if size:
            frames, in_frames, place = frames + 1, in_frames + min(size, end - place), place + size
        else:
            gaps, place = gaps + 1, raw.find(b"\xff", place + 1)
            if place < 0:
                break
    if frames < LEAST_FRAMES or in_frames < LEAST_SHARE * (end - start):
        raise RefusedError(Refusal.DAMAGED)


def _after_id3(raw: bytes) -> int:
    """Where the sound begins: the tag before it says its own length, seven bits a byte."""
    if not raw.startswith(b"ID3"):
        return 0
    size = 0
    for byte in raw[6:ID3_HEAD]:
        size = size << 7 | byte & 0x7F
    return min(len(raw), ID3_HEAD + size)


def _frame_bytes(raw: bytes, place: int) -> int:
    """The length of the frame of layer 3 that begins here; 0 where none does."""
    if raw[place] != 0xFF or raw[place + 1] & 0xE6 != 0xE2:
        return 0
    version, third = raw[place + 1] >> 3 & 0x3, raw[place + 2]
    rates = RATES.get(version, (0, 0, 0, 0))
    bitrate, rate = BITRATES[3 if version == 3 else 2][third >> 4], rates[third >> 2 & 0x3]
    if not bitrate or not rate:
        return 0
    return (144 if version == 3 else 72) * bitrate * 1000 // rate + (third >> 1 & 0x1)
