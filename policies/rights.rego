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
	# Stores measurements with the images: structured reports alone (apps/bff/src/proxy/stored-report.ts).
	"radiologist": object.union(chart, {"patients": "r", "appointments": "r", "live": "r", "imaging": "rw"}),
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

has_right if right == "rw"

has_right if {
	right == "r"
	input.action == "read"
}
