"""Every room's rows in one place: what migrations compare the database with. Imports models alone."""

from sqlmodel import SQLModel

from workflow.drafting import models as drafting
from workflow.drafting.hidden import models as hidden
from workflow.history import models as history
from workflow.parties import models as parties
from workflow.parties.objections import models as key_objections
from workflow.parties.observers import models as observers
from workflow.parties.recovery import models as recovery
from workflow.publication import models as publication
from workflow.publication.hiding import models as hiding
from workflow.renewal import models as renewal
from workflow.review import models as review
from workflow.review.acknowledgements import models as acknowledgements
from workflow.review.mentions import models as mentions
from workflow.review.notes import models as notes
from workflow.review.objections import models as objections
from workflow.review.places import models as places
from workflow.review.suggestions import models as suggestions
from workflow.review.unsent import models as unsent
from workflow.review.window import models as window
from workflow.signing import models as signing
from workflow.signing.corrections import models as corrections
from workflow.signing.delegations import models as delegations
from workflow.signing.order import models as order
from workflow.signing.paper import models as paper

ROOMS = (
    history, parties, observers, key_objections, recovery, drafting, hidden, review, places, notes, acknowledgements, objections, suggestions, unsent,
    mentions, window, signing, order, paper, delegations, corrections, publication, hiding, renewal,
)  # fmt: skip
metadata = SQLModel.metadata
