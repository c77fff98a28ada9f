package keneyapp.access_test

import data.keneyapp.access

features := [
	"patients", "identities", "summary", "problems", "allergies", "medications", "orders", "results", "vitals", "documents", "imaging", "encounters",
	"immunizations", "procedures", "family", "flags", "habits", "implants", "timeline", "record", "appointments", "drafts", "wards", "tasks",
	"live", "consents", "accesses", "emergency", "reviews", "audit", "administration", "terminology", "safety",
]

# Written out once more, so that a change of the rights is a decision and not a slip: r reads, w reads and writes, . nothing.
# What within a feature is not for everybody who writes there stands below.
expected := {
	#               pa id su pr al me or re vi do im en im pr fa fl ha im ti re ap dr wa ta li co ac em re au ad te sa
	"doctor": "r  w  r  w  w  r  w  r  w  r  r  r  w  w  w  w  w  w  r  r  r  w  w  w  r  w  .  w  .  .  .  .  .",
	"nurse": "r  w  r  r  w  r  w  r  w  r  r  r  w  r  r  w  w  w  r  r  w  w  w  w  r  w  .  w  .  .  .  .  .",
	"pharmacist": "r  .  r  r  r  r  r  r  r  .  .  r  r  r  r  r  r  r  .  .  r  .  .  w  r  .  .  w  .  .  .  .  w",
	"radiologist": "r  .  r  r  r  r  r  r  r  r  w  r  r  r  r  r  r  r  r  r  r  .  .  w  r  .  .  .  .  .  .  .  .",
	"secretary": "r  w  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  w  .  .  w  r  w  .  .  .  .  .  .  .",
	"patient": "r  r  r  r  r  r  r  r  r  r  r  r  r  r  r  r  r  r  r  r  r  .  .  .  r  w  r  .  .  .  .  .  .",
	"data-manager": ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  w  .",
	"dpo": ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  r  r  r  .  w  r  .  .  .",
	"admin": ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  w  .  w",
}

means := {"r": {"reads"}, "w": {"reads", "writes"}, ".": set()}

does(listed) := "reads" if listed.action == "R"

does(listed) := "writes" if listed.action != "R"

# What each role has, asked once: each question builds the answer for every operation.
had := {role: names |
	some role, _ in expected
	names := {name | access.rights[name] with input as {"role": role}}
}

# What each role does in each feature.
did := {role: in_features |
	some role, names in had
	in_features := {feature: {does(listed) |
		some name in names
		listed := access.operations[name]
		listed.feature == feature
	} |
		some feature in features
	}
}

test_rights_of_every_role if {
	every role, letters in expected {
		cells := split(replace(letters, " ", ""), "")
		count(cells) == count(features)
		every i, feature in features { did[role][feature] == means[cells[i]] }
	}
}

test_every_operation_is_of_a_feature_and_somebody_has_it if {
	every _, listed in access.operations {
		listed.feature in features
		count(listed.roles) > 0
		every role, _ in listed.roles { expected[role] }
	}
}

# Of those who read or write in a feature these have it alone.
of_some := {
	"allergies.refute": {"doctor"},
	"allergies.mark-entered-in-error": {"doctor"},
	"vitals.choose-scale": {"doctor"},
	"orders.check": {"doctor"},
	"orders.sign": {"doctor"},
	"orders.print": {"doctor"},
	"orders.save-service-favourite": {"doctor"},
	"orders.reread": {"doctor"},
	"orders.validate": {"doctor"},
	"orders.countersign": {"doctor"},
	"orders.record-verbal": {"nurse"},
	"orders.check-verbal": {"nurse"},
	"orders.apply-protocol": {"nurse"},
	"orders.check-protocol": {"nurse"},
	"tasks.list-orders": {"doctor"},
	"flags.record-any": {"doctor"},
	"summary.alerts": {"doctor", "nurse", "pharmacist"},
	"medications.list-recent": {"pharmacist"},
	"imaging.list-unread": {"radiologist"},
	"emergency.give-opinion": {"doctor"},
	"tasks.read": {"doctor", "nurse", "pharmacist", "radiologist"},
	"tasks.create": {"doctor", "nurse", "pharmacist", "radiologist"},
	"tasks.move": {"doctor", "nurse", "pharmacist", "radiologist"},
	"appointments.book": {"secretary"},
	"appointments.find": {"secretary"},
	"appointments.hold": {"secretary"},
	"appointments.hold-over": {"secretary"},
	"appointments.let-go": {"secretary"},
	"appointments.move": {"secretary"},
	"appointments.move-over": {"secretary"},
	"appointments.cancel": {"secretary"},
	"appointments.restore": {"secretary"},
	"appointments.receive": {"nurse", "secretary"},
	"appointments.print": {"secretary"},
	"appointments.print-list": {"doctor", "nurse", "secretary"},
	"appointments.wall": {"doctor", "nurse", "pharmacist", "radiologist", "secretary"},
	"appointments.read-rules": {"doctor", "secretary"},
	"appointments.save-rule": {"secretary"},
	"appointments.remove-rule": {"secretary"},
	"appointments.save-resource": {"secretary"},
	"appointments.save-kind": {"secretary"},
	"appointments.absent-day": {"secretary"},
	"appointments.read-waiting": {"secretary"},
	"appointments.add-to-waiting": {"secretary"},
	"appointments.withdraw-waiting": {"secretary"},
	"appointments.read-clashes": {"secretary"},
	"appointments.see-clash": {"secretary"},
	"appointments.list-all": {"doctor", "nurse", "pharmacist", "radiologist", "secretary"},
	"patients.search": {"doctor", "nurse", "pharmacist", "radiologist", "secretary"},
	"identities.search": {"doctor", "nurse", "secretary"},
	"identities.print": {"doctor", "nurse", "secretary"},
	"identities.read": {"nurse", "secretary"},
	"identities.read-papers": {"secretary", "patient"},
	"identities.mark-paper-entered-in-error": {"secretary"},
	"identities.restore-paper": {"secretary"},
	"identities.correct": {"nurse", "secretary"},
	"identities.undo-correction": {"nurse", "secretary"},
	"identities.redo-bracelet": {"nurse", "secretary"},
	"identities.list-open": {"secretary"},
	"identities.tell-apart": {"secretary"},
	"identities.take-back": {"secretary"},
	"identities.compare-pair": {"secretary"},
	"identities.merge": {"secretary"},
	"identities.undo-merge": {"secretary"},
	"identities.follow-merge": {"secretary"},
}

who_have(name) := {role | some role, _ in access.operations[name].roles}

test_operations_of_one_feature_are_had_alike if {
	every name, listed in access.operations {
		alike := {role | some role, _ in expected; does(listed) in did[role][listed.feature]}
		who_have(name) == object.get(of_some, name, alike)
	}
}

test_rights_of_nobody_are_none if {
	access.rights == {} with input as {"role": "surgeon"}
	access.rights == {} with input as {"role": null}
	access.rights == {} with input as {}
	access.rights == {} with input as null
}

# Where neither relation nor consent stands in the way, the list decides, one operation after the other.
test_operations_decide if {
	open := {
		"careTeam": [me], "encounters": [stay({"participants": [me]})],
		"imaging": [{"performers": [me], "at": "2026-06-08T08:00:00Z"}],
		"prescriptions": [{"performers": [me], "at": "2026-06-08T08:00:00Z"}],
	}
	every role, _ in expected {
		every name, listed in access.operations {
			decision := ask({"subject": {"role": role, "fhirUser": who(role)}, "operation": name, "patient": open})
			is_as_listed(decision, role, listed)
		}
	}
}

who("patient") := "Patient/p"

who(role) := me if role != "patient"

is_as_listed(decision, role, listed) if {
	listed.roles[role]
	not has_no_chart(role, listed)
	decision.allow == true
}

is_as_listed(decision, role, listed) if {
	listed.roles[role]
	has_no_chart(role, listed)
	refuses(decision, ["no-relation"])
}

is_as_listed(decision, role, listed) if {
	not listed.roles[role]
	refuses(decision, ["role"])
}

# The data-protection officer hears of alerts, not of a patient.
has_no_chart("dpo", listed) if listed.feature == "live"

test_unknown_words_denied_as_role if {
	refuses(ask({"subject": {"role": "surgeon"}, "patient": with_team}), ["role"])
	refuses(ask({"operation": "billing.read", "patient": with_team}), ["role"])
	refuses(ask({"operation": "", "patient": with_team}), ["role"])
	refuses(ask({"subject": {"role": ""}, "patient": with_team}), ["role"])
}
