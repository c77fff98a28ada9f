# Breaking the glass: one patient's chart for a limited time, without a relation and against a refusal of care or sharing, never
# against an objection to this very person. Open are the operations that say so, and no others.
package keneyapp.access

may_hold_grant if {
	listed("emergency.request").roles[input.subject.role] == "glass"
	is_practitioner
	input.subject.emergencySuspended == false
	input.patient != null
	not is_objected
}

has_running_grant if {
	input.grant.patientId == input.patient.id
	now < time.parse_rfc3339_ns(input.grant.expiresAt)
}

is_open_in_emergency if {
	has_right
	operation.emergency
	may_hold_grant
	has_running_grant
}

default may_break_glass := false

may_break_glass if {
	may_hold_grant
	some reason in reasons
	reason in {"no-relation", "consent-care", "consent-sharing"}
}
