package keneyapp.access_test

plain_state := {"author": "other", "status": "final", "computed": false, "signed": false}

# A doctor of the care team writes over something in this state.
writing_over(operation, state) := decided(object.union(asked, {
	"operation": operation, "patient": with_team, "written": object.union(plain_state, state),
}))

taking := {"vitals.correct", "vitals.mark-entered-in-error"}

test_what_stands_is_written_over if {
	every operation in taking {
		every state in [{}, {"status": "corrected"}, {"author": "self"}, {"author": null}, {"computed": true}] {
			allows(writing_over(operation, state), "care-team")
		}
	}
}

test_what_was_taken_back_stays_so if {
	every operation in taking {
		refuses(writing_over(operation, {"status": "entered-in-error"}), ["entered-in-error"])
		refuses(writing_over(operation, {"status": "entered-in-error", "author": "self"}), ["entered-in-error"])
	}
}

test_what_is_computed_comes_back_with_its_values if {
	allows(writing_over("vitals.correct", {"status": "entered-in-error", "computed": true}), "care-team")
}

test_what_was_signed_is_not_written_over if {
	every operation in taking {
		every state in [{}, {"author": "self"}, {"computed": true}] {
			refuses(writing_over(operation, object.union(state, {"signed": true})), ["signed"])
		}
		both := {"signed": true, "status": "entered-in-error"}
		refuses(writing_over(operation, both), ["entered-in-error", "signed"])
	}
}

proposed := {"status": "proposed"}

confirming(state) := writing_over("consents.confirm", object.union({"computed": null, "signed": null}, state))

test_a_second_person_confirms if {
	allows(confirming(proposed), "care-team")
	refuses(confirming(object.union(proposed, {"author": "self"})), ["own-proposal"])
	refuses(confirming(object.union(proposed, {"author": "unknown"})), ["unknown-author"])
}

# What a confirmation lays aside may be one's own, and of nobody known.
test_what_holds_already_needs_no_second_person if {
	every author in ["self", "other", "unknown"] {
		allows(confirming({"status": "active", "author": author}), "care-team")
	}
}

test_the_patient_confirms_what_is_theirs if {
	every author in ["self", "other", "unknown"] {
		state := {"author": author, "status": "proposed", "computed": null, "signed": null}
		allows(as_patient({"operation": "consents.confirm", "written": state}), "own")
	}
}

# A secretary needs no relation, and is a second person all the same.
test_role_alone_is_no_way_around if {
	secretary := {"role": "secretary"}
	state := {"author": "self", "status": "proposed", "computed": null, "signed": null}
	refuses(ask({"subject": secretary, "operation": "consents.confirm", "written": state}), ["own-proposal"])
}

# Who may not be here is not told in which state something is.
test_state_is_told_to_nobody_else if {
	state := object.union(plain_state, {"signed": true, "status": "entered-in-error"})
	refuses(ask({"operation": "vitals.correct", "written": state}), ["no-relation"])
	refuses(ask({"subject": {"role": "pharmacist"}, "operation": "vitals.correct", "written": state}), ["role"])
}

test_other_operations_ask_nothing if {
	refused_elsewhere := object.union(plain_state, {"signed": true, "status": "entered-in-error", "author": "self"})
	allows(writing_over("vitals.record", refused_elsewhere), "care-team")
}

test_state_that_is_not_known_whole_denied if {
	every state in [
		{"status": null}, {"computed": null}, {"signed": null}, {"status": 7}, {"computed": "no"}, {"signed": "no"},
		{"author": "me"},
	] {
		writing_over("vitals.correct", state) == closed
	}
	confirming({"author": null}) == closed
	every part in object.keys(plain_state) {
		decided(object.union(
			object.remove(asked, ["written"]),
			{"operation": "vitals.correct", "patient": object.union(patient_p, with_team), "written": object.remove(plain_state, [part])},
		)) == closed
	}
	decided(object.union(asked, {"operation": "vitals.correct", "patient": with_team, "written": []})) == closed
	decided(object.union(asked, {"operation": "vitals.correct", "patient": with_team, "written": "final"})) == closed
}
