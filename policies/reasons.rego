# Why there is no access; empty when there is.
package keneyapp.access

reasons := [] if {
	basis != null
} else := state_reasons if {
	ground != null
} else := ["role"] if {
	not has_right
} else := patient_reasons if {
	not is_staff
} else := ["objection"] if {
	is_objected
} else := ["emergency-suspended"] if {
	input.subject.emergencySuspended == true
	is_about_emergency
} else := ["emergency-read-only"] if {
	may_hold_grant
	has_running_grant # and so would read
} else := consent_reasons if {
	count(consent_reasons) > 0
} else := ["no-relation"]

is_about_emergency if operation.feature == "emergency"

is_about_emergency if {
	operation.emergency
	has_running_grant
}

patient_reasons := ["objection"] if {
	is_objected
	"delegate" in ties
} else := ["portal-closed"] if {
	some tie in ties
	closed_by_portal(tie)
} else := ["not-own-record"]

consent_reasons := sort({reason | some reason in refusals})

refusals contains "consent-care" if {
	some tie in ties
	closed_by_care(tie)
}

refusals contains "consent-sharing" if {
	some tie in ties
	closed_by_sharing(tie)
}
