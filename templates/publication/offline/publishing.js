// What the service said when it published, by a key that signs nothing else (docs/format.md, section 9, "Signed publications").
const BOUND = ["deployment", "edition", "head", "mou"];

/** The statement behind a *published* link; null where nothing was said, and nothing had to be. */
async function heardPublished({ policy }, { envelope, index, leaf }) {
  const bounds = policy?.publication_keys ?? [];
  const place = index + 1;
  const asked = bounds.some(({ from }) => from <= place);
  if (!envelope) {
    demand(!asked, "publication.key", `what was published at ${leaf.at} is signed by no publication key`);
    return null;
  }
  demand(publicationEnvelope(envelope), "statement.type", "this is not the statement of a publication");
  const own = b64u(await sha256("sro-mou/envelope/v1\0", canonical(envelope)));
  demand(own === leaf.subject, "chain.envelope", "the statement is not the one that was logged");
  const said_ = readCanonical(unb64u(envelope.statement), "statement.json");
  demand(statementShape("publication")(said_), "statement.members", "this has not the members of a publication");
  await publicationSigned(envelope, said_);
  demand(BOUND.every(name => said_[name] === leaf[name]), "statement.binding", "the publication of another text was signed");
  demand(said_.issued <= leaf.at, "statement.expired", "it was recorded before it was said");
  const covers = ({ from, key, until }) => key === said_.key && from <= place && (!until || place <= until);
  const known = bounds.length === 0 || bounds.some(covers);
  demand(known, "publication.key", "the policy does not know this publication key, or not for this place in the log");
  return { ...said_, asked };
}

/** Section 5: over the very bytes of type and statement, by the key that the statement names. */
async function publicationSigned(envelope, { key, spki }) {
  const [given] = envelope.signatures;
  const der = unb64u(spki);
  demand(given.key === key && key === b64u(await sha256(der)), "signature.key", "signed by another publication key than the statement names");
  const holds = await signatureHolds("EdDSA", await importKey("EdDSA", der), unb64u(given.signature), paeOf(envelope));
  demand(holds, "signature.value", "the signature of the publication does not fit");
}

/** Whether a link is about this package and PDF: by what was signed, or by its leaf where nothing was. */
async function isAbout({ leaf }, said_, { core, pdf }) {
  if (said_) return said_.core === core && said_.pdf === pdf;
  return leaf.subject === b64u(await sha256("sro-mou/publication/v1\0", canonical({ core, pdf })));
}
