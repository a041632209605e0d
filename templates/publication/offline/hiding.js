// What is hidden from the public, by whose word, and whether just that is hidden (docs/format.md, section 9, "What is hidden").
/** Acts about the public copy by their events, and the offices that may approve them. */
const PUBLIC_ACTS = { redacted: "redaction", released: "release", withheld: "withholding" };
const APPROVERS = [...TOP_LAW, ...SCHOOL, "registrar", "clerk"];

/** The names of a package's parts of which something holds: `4/2`, `attachment 1`. */
const partNames = ({ clauses, attachments }, holds) => [
  ...clauses.filter(holds).map(one => one.path), ...attachments.filter(holds).map(one => `attachment ${one.path}`),
];

class Hiding {
  constructor(argument) {
    Object.assign(this, { argument, parcel: argument.parcel, grounds: new Map() });
  }

  /** The acts in order, then what the package hides. */
  async replay() {
    const { argument, parcel } = this;
    const links = await readChain(parcel.redactions, editionLeaf, argument.like(), argument.edition.at(-1));
    for (const { leaf, envelope } of links) {
      const isAct = Object.hasOwn(PUBLIC_ACTS, leaf.event);
      demand(isAct || leaf.event === "published", "chain.events", `${leaf.event} has no place after the text was executed`);
      const shaped = leaf.slot === "" && leaf.subject !== "" && (Boolean(envelope) || !isAct);
      demand(shaped, "chain.leaf", `${leaf.event} has members that it should not have, or lacks some`);
    }
    const whole_ = links.length === 0 || Object.hasOwn(PUBLIC_ACTS, links.at(-1).leaf.event);
    demand(whole_, "chain.events", "what was done about the public copy ends with an act");
    if (links.length) await argument.allIncluded(links, argument.checkpoint);
    argument.later = links;
    for (const link of links) await (link.leaf.event === "published" ? heardPublished(argument, link) : this.act(link));
    return this.agrees();
  }

  /** One act about the public copy, heard and taken into what is hidden. */
  async act(link) {
    const { argument, grounds } = this;
    const act = PUBLIC_ACTS[link.leaf.event];
    const statement = await argument.hear(link, act, link.leaf.subject);
    argument.boundToText(statement);
    const { enrolment } = argument.speaker(statement, link, APPROVERS);
    await argument.signed(link, statement, [enrolment.key]);
    demand(statement.proposer !== enrolment.person, "redaction.people", `${enrolment.name} approved what he had proposed himself`);
    const named_ = act === "redaction" ? statement.hidden.map(one => one.part) : statement.parts;
    demand(new Set(named_).size === named_.length, "redaction.part", "a part is named twice");
    const may = partNames(this.parcel, one => one.redactable);
    for (const name of named_) {
      demand(partNames(this.parcel, () => true).includes(name), "redaction.part", `the text has no part ${name}`);
      demand(act !== "release" || grounds.has(name), "redaction.part", `${name} was released and was not hidden`);
      demand(act !== "redaction" || may.includes(name), "redaction.part", `nobody agreed before signing that ${name} may be hidden`);
      if (act === "release") grounds.delete(name);
      else grounds.set(name, act);
    }
  }

  /** The package hides what the acts leave hidden, and nothing else. */
  agrees() {
    const { grounds } = this;
    const hidden = this.argument.hidden ?? [];
    if (this.parcel.private) {
      const reason_ = grounds.size > 0 || partNames(this.parcel, one => one.redactable).length > 0;
      demand(hidden.length === 0 && reason_, "text.private", "marked as private, though it shows no more than everybody may see");
      return "private: everything is shown, and not everything is public";
    }
    const unsigned = hidden.filter(name => !grounds.has(name));
    demand(unsigned.length === 0, "text.hidden", `hidden without a signed redaction: ${unsigned.join(", ")}`);
    const shown = [...grounds.keys()].filter(name => !hidden.includes(name));
    demand(shown.length === 0, "text.private", `shown though hidden, and not marked as private: ${shown.join(", ")}`);
    const byOrder = hidden.filter(name => grounds.get(name) === "withholding");
    demand(byOrder.length === 0, "text.withheld", `withheld by order: ${byOrder.join(", ")}; the rest is as it was signed`);
    return `hidden: ${hidden.join(", ") || "nothing"}`;
  }
}
