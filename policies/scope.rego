# What is decided by role alone, without asking what ties the person to the patient.
package keneyapp.access

is_staff if input.subject.role != "patient"

needs_no_relation if {
	input.patient == null
	concerns_nobody
}

# Who comes when, and who it is, says nothing clinical: identity has to be found before there can be a relation. A secretary
# works for every service; the data-protection officer watches over everybody.
needs_no_relation if {
	input.patient != null
	right == "any"
	not is_kept_out
}

# Asking for an emergency access, and what is done with one.
needs_no_relation if {
	right == "glass"
	may_hold_grant
}

# An objection leaves identity alone: whoever cannot find a patient registers them a second time.
is_kept_out if {
	is_objected
	not operation.feature in {"patients", "identities"}
}

# Without a patient: a search, the trail, lists of which each line is decided again.
concerns_nobody if {
	is_staff
	reads
}

# The agenda, a patient's own one too; reviews, settings, rules of safety and terminologies; which unit one's own list shows.
# What is written about somebody names them.
concerns_nobody if operation.feature in {"appointments", "reviews", "administration", "terminology", "safety", "wards"}

# What is to do for a unit, and in whose place; a task of a chart is decided with the chart.
concerns_nobody if {
	input.operation in {"tasks.create-in-unit", "tasks.move-in-unit", "tasks.see", "tasks.set-absence"}
}

# What a service keeps at hand of orders holds nothing of a patient.
concerns_nobody if input.operation == "orders.save-service-favourite"

# Who is registered is nobody's patient yet; two records that are told apart stay as they are.
concerns_nobody if {
	input.operation in {"identities.register", "identities.register-unknown", "identities.tell-apart", "identities.take-back"}
}

# A merge is of two patients: of each it is decided once more whether their identity may be corrected.
concerns_nobody if {
	input.operation in {"identities.merge", "identities.undo-merge", "identities.follow-merge"}
}

# Whether a patient sees images and live updates at all. A search for people is not for them.
concerns_nobody if {
	operation.feature in {"imaging", "live"}
	reads
}
