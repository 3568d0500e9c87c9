"""A small PDF of a contract: the same facts give the same bytes."""

from simulators.oneflow.world import Json, people

WIDTH, HEIGHT, LEFT, TOP, LINE = 595, 842, 60, 780, 18


def printed(contract: Json) -> bytes:
    """The contract on one page, signatures included."""
    lines = [contract["_private"]["name"], f"Avtal {contract['id']} i Oneflow", ""]
    lines += [f"{field['name']}: {field['value']}" for field in contract["data_fields"] if field["value"]]
    lines += ["", "Parter"]
    for person in people(contract):
        told = {"signed": "signerat", "declined": "avböjt"}.get(person["sign_state"], "inte signerat")
        role = f", {told} {person['sign_state_updated_time'] or ''}" if person["signatory"] else ""
        lines.append(f"{person['name']} {person['email']}{role}")
    return _pdf(lines)


def _pdf(lines: list[str]) -> bytes:
    text = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    content = f"BT /F1 11 Tf {LINE} TL {LEFT} {TOP} Td\n{text}ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    file, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(file)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
