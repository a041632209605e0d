// A slot that was signed by hand (docs/format.md, section 9, "Signed on paper"): the word of two people of two parties, as one event.
/** Before and after this day by so many days of UTC. */
const dayAfter = (day_, days) => new Date(Date.parse(`${day_}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10);

/** What an attested event says, heard and held against the manifest: {statement, enrolment, first, place, person}. */
async function onPaper(argument, link, half) {
  const slot = argument.slot(link.leaf.slot);
  demand(slot.paper, "paper.allowed", `the manifest does not allow ${slot.id} to be signed on paper`);
  const second = await attester(argument, link, link.leaf.subject, ["registrar"]);
  const { statement } = second;
  const first = await attester(argument, { ...link, envelope: half }, statement.beside, ["clerk", "registrar"]);
  const { sheet } = statement;
  demand([statement, first.statement].every(one => one.slot === slot.id), "statement.binding", "it is about another slot");
  demand(link.leaf.at <= argument.manifest.expires, "statement.expired", "it came after the last day to sign");
  const alike = first.statement.beside === "" && canonical(sheet) === canonical(first.statement.sheet);
  demand(alike, "paper.sheet", "the two attestations are not of the same sheet");
  const sides = first.statement.party === slot.party && statement.party !== slot.party;
  demand(sides, "paper.people", "attested by one of the party that signs and one of another");
  demand(new Set([first.statement.person, statement.person, sheet.person]).size === 3, "paper.people", "these are not three people");
  const known = [...argument.parties.get(slot.party).owners.values()].some(one => one.person === statement.person);
  demand(!known, "paper.people", `${statement.name} speaks for both parties`);
  demand(slot.offices.includes(sheet.office), "signer.office", `${sheet.name} did not hold an office that may sign here`);
  const [from, until] = [dayAfter(argument.edition[0].leaf.at.slice(0, 10), -1), dayAfter(link.leaf.at.slice(0, 10), 1)];
  demand(from <= sheet.signed && sheet.signed <= until, "paper.day", "a day on which the sheet could not be signed");
  const attested = [first, second].map(({ enrolment }) => `${enrolment.name}, ${enrolment.title}`);
  return { statement, place: slot.id, person: sheet.person, sheet, attested, warned: [...first.warned, ...second.warned] };
}

/** One of the two, by whichever party: who it was, and that the key holds. */
async function attester(argument, link, named_, offices) {
  const statement = await argument.hear(link, "paper-signature", named_);
  argument.boundToText(statement);
  const { enrolment, warned } = argument.speaker(statement, link, offices);
  await argument.signed(link, statement, [enrolment.key]);
  return { statement, enrolment, warned };
}
