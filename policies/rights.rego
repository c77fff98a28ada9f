# What each role may do at all, before it is asked with whom: r reads, rw reads and writes. The one table of role × feature.
package keneyapp.access

chart := {
	"summary": "r", "problems": "r", "allergies": "r", "medications": "r", "results": "r", "vitals": "r",
	"documents": "r", "imaging": "r", "encounters": "r", "immunizations": "r", "timeline": "r", "record": "r",
}

care := object.union(chart, {
	"patients": "r", "appointments": "r", "live": "r",
	"vitals": "rw", "drafts": "rw", "consents": "rw", "emergency": "rw",
})

rights_of := {
	"doctor": care,
	"nurse": care,
	# Prescriptions and what is needed to judge them. The timeline and any other resource would show documents and images.
	"pharmacist": {
		"patients": "r", "summary": "r", "problems": "r", "allergies": "r", "medications": "r", "results": "r", "vitals": "r",
		"encounters": "r", "immunizations": "r", "appointments": "r", "live": "r", "emergency": "rw",
	},
	"radiologist": object.union(chart, {"patients": "r", "appointments": "r", "live": "r"}),
	# Identity and appointments, nothing clinical; collects the forms of consent.
	"secretary": {"patients": "r", "appointments": "rw", "live": "r", "consents": "rw"},
	"patient": object.union(chart, {"patients": "r", "appointments": "r", "live": "r", "accesses": "r", "consents": "rw"}),
	# Nothing of what there is: a data manager works on pseudonymised data only.
	"data-manager": {},
	# Watches over the accesses and opens no chart. Consents, because a review has to know what the patient had refused.
	"dpo": {"audit": "r", "accesses": "r", "reviews": "rw", "consents": "r", "live": "r"},
	"admin": {"administration": "rw"},
}

default rights := {}

rights := rights_of[input.role]

right := rights_of[input.subject.role][input.feature]

has_right if {
	input.action == "read"
	right in {"r", "rw"}
}

has_right if {
	input.action == "write"
	right == "rw"
}

# Features of one patient for which no relation is asked: identity has to be found before there can be a relation, a
# secretary works for every service, the data-protection officer watches over everybody.
without_relation := {
	"doctor": {"patients"},
	"nurse": {"patients"},
	"pharmacist": {"patients"},
	"radiologist": {"patients"},
	"secretary": {"patients", "appointments", "consents", "live"},
	"dpo": {"accesses", "reviews", "consents", "audit"},
	"admin": {"administration"},
}

is_staff if input.subject.role != "patient"

# What concerns no single patient: a search, the agenda, the trail. Clinical data are written about somebody.
needs_no_relation if {
	input.patient == null
	input.action == "read"
	is_staff
}

needs_no_relation if {
	input.patient == null
	input.action == "write"
	is_staff
	input.feature in {"appointments", "reviews", "administration"}
}

# A patient's own agenda and live updates; a search for people is not for them.
needs_no_relation if {
	input.patient == null
	input.action == "read"
	input.subject.role == "patient"
	input.feature != "patients"
}

needs_no_relation if {
	input.patient != null
	input.feature in without_relation[input.subject.role]
	not is_kept_out
}

# An objection leaves identity alone: whoever cannot find a patient registers them a second time.
is_kept_out if {
	is_objected
	input.feature != "patients"
}

needs_no_relation if {
	input.feature == "emergency"
	input.patient != null
	input.action == "read"
	not is_objected
}

needs_no_relation if {
	input.feature == "emergency"
	input.patient != null
	input.action == "write"
	may_hold_grant
}
