"""The tables as SQLAlchemy Core sees them: what the statements of the hot paths are written against."""

from sqlmodel import SQLModel

from storage import tables as tables

_all = SQLModel.metadata.tables

person = _all["person"]
identity = _all["identity"]
identity_move = _all["identity_move"]
link_code = _all["link_code"]
role_grant = _all["role_grant"]
proposal = _all["proposal"]
revision = _all["revision"]
media = _all["media"]
blob = _all["blob"]
finding = _all["finding"]
dismissal = _all["dismissal"]
decision = _all["decision"]
publication = _all["publication"]
conversation = _all["conversation"]
tray_file = _all["tray_file"]
report = _all["report"]
report_entry = _all["report_entry"]
report_recusal = _all["report_recusal"]
breach = _all["breach"]
breach_assessment = _all["breach_assessment"]
takedown = _all["takedown"]
course = _all["course"]
course_version = _all["course_version"]
progress = _all["progress"]
completion = _all["completion"]
staff = _all["staff"]
employment = _all["employment"]
requirement = _all["requirement"]
assignment = _all["assignment"]
pause = _all["pause"]
exemption = _all["exemption"]
policy = _all["policy"]
policy_version = _all["policy_version"]
attestation = _all["attestation"]
policy_review = _all["policy_review"]
prior_completion = _all["prior_completion"]
