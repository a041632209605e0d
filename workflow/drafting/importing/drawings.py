"""What is drawn: text boxes, which are read; and lettering, pictures, charts and embedded objects, which are named."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from workflow.drafting.importing.findings import Findings, quoted
from workflow.drafting.importing.wordml import MC, W, everything, words_in

PARTS = {"chart": "A chart", "diagram": "A diagram (SmartArt)"}


@dataclass
class Drawn:
    """What one drawing holds."""

    boxes: list[Element] = field(default_factory=list)
    lettering: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    said: str = ""
    line: bool = False


def read(node: Element) -> Drawn:
    """What is in a drawing, a picture or an object."""
    drawn = Drawn()
    for each in everything(node, until=f"{W}txbxContent"):
        name = each.tag.rpartition("}")[2]
        if name == "txbxContent":
            drawn.boxes.append(each)
        elif name == "textpath" and each.get("string"):
            drawn.lettering.append(each.get("string", ""))
        elif name == "t" and each.text:
            drawn.lettering.append(each.text)
        elif name == "docPr":
            drawn.said = each.get("descr") or each.get("title") or drawn.said
        elif name in ("OLEObject", "objectEmbed", "objectLink", "control", "contentPart"):
            drawn.named.append("An embedded object")
        elif name == "graphicData":
            drawn.named += [words for kind, words in PARTS.items() if kind in each.get("uri", "")]
        elif name in ("blip", "imagedata"):
            drawn.named.append("A picture")
        drawn.line |= any(key.endswith("}hr") for key in each.attrib)
    return drawn


def name(drawn: Drawn, findings: Findings) -> None:
    """Says what of a drawing was not imported."""
    if drawn.lettering:
        findings.add(
            "lettering", f"Lettering that is drawn was not imported: {quoted(' '.join(drawn.lettering))}."
        )
    told = f", which says of itself {quoted(drawn.said)}," if drawn.said else ""
    if "An embedded object" in drawn.named:
        findings.add("object", f"An embedded object{told} was not imported, with whatever words it holds.")
        return
    for words in dict.fromkeys(drawn.named):
        code = "pictures" if words == "A picture" else "object"
        findings.add(
            code, f"{words}{told} was not imported. Attach what belongs to the agreement as an exhibit."
        )
    if not (drawn.boxes or drawn.lettering or drawn.named or drawn.line):
        findings.add("pictures", f"A drawn shape{told} was not imported.")


def look_at_forms(root: Element, findings: Findings) -> None:
    """Says where forms of one thing hold different words: Word shows the first that it understands, which may be another one."""
    for each in root.iter(f"{MC}AlternateContent"):
        words = {quoted(said) for form in each if (said := words_in(form))}
        if len(words) > 1:
            findings.add(
                "forms",
                f"One place holds different words for different readers; the first were taken: {'; '.join(sorted(words))}.",
            )
