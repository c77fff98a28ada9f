# What is decided by role alone, without asking what ties the person to the patient.
package keneyapp.access

is_staff if input.subject.role != "patient"

# Who comes when, and who it is, says nothing clinical: identity has to be found before there can be a relation. A secretary
# works for every service; the data-protection officer watches over everybody.
of_staff := {"patients", "appointments"}

without_relation := {
	"doctor": of_staff,
	"nurse": of_staff,
	"pharmacist": of_staff,
	"radiologist": of_staff,
	"secretary": (of_staff | {"consents", "live"}),
	"dpo": {"accesses", "audit", "consents", "reviews"},
	"admin": {"administration"},
}

needs_no_relation if {
	input.patient == null
	concerns_nobody
}

needs_no_relation if {
	input.patient != null
	input.feature in without_relation[input.subject.role]
	not is_kept_out
}

# Whether one's own emergency access stands, and asking for one.
needs_no_relation if {
	input.feature == "emergency"
	input.action == "read"
	not is_objected
}

needs_no_relation if {
	input.feature == "emergency"
	may_hold_grant
}

# An objection leaves identity alone: whoever cannot find a patient registers them a second time.
is_kept_out if {
	is_objected
	input.feature != "patients"
}

# Without a patient: a search, the trail, lists of which each line is decided again.
concerns_nobody if {
	is_staff
	input.action == "read"
}

# The agenda, a patient's own one too; reviews and settings. What is written about somebody names them.
concerns_nobody if input.feature in {"appointments", "reviews", "administration"}

# Whether a patient sees images and live updates at all. A search for people is not for them.
concerns_nobody if {
	input.feature in {"imaging", "live"}
	input.action == "read"
}
