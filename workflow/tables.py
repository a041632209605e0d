"""Every room's rows in one place: what migrations compare the database with. Imports models alone."""

from sqlmodel import SQLModel

from workflow.drafting import models as drafting
from workflow.history import models as history
from workflow.parties import models as parties
from workflow.parties.objections import models as key_objections
from workflow.publication import models as publication
from workflow.publication.hiding import models as hiding
from workflow.renewal import models as renewal
from workflow.review import models as review
from workflow.review.objections import models as objections
from workflow.review.places import models as places
from workflow.review.suggestions import models as suggestions
from workflow.review.window import models as window
from workflow.signing import models as signing

ROOMS = (
    history, parties, key_objections, drafting, review, places, objections, suggestions, window, signing, publication, hiding, renewal,
)  # fmt: skip
metadata = SQLModel.metadata
