package keneyapp.access_test

import data.keneyapp.access

features := [
	"patients", "summary", "problems", "allergies", "medications", "results", "vitals", "documents", "imaging", "encounters",
	"immunizations", "timeline", "record", "appointments", "drafts", "live", "consents", "accesses", "emergency", "reviews",
	"audit", "administration",
]

# Written out once more, so that a change of the rights is a decision and not a slip: r read, w read and write, . nothing.
expected := {
	#               pa su pr al me re vi do im en im ti re ap dr li co ac em re au ad
	"doctor": "r  r  r  r  r  r  w  r  r  r  r  r  r  r  w  r  w  .  w  .  .  .",
	"nurse": "r  r  r  r  r  r  w  r  r  r  r  r  r  r  w  r  w  .  w  .  .  .",
	"pharmacist": "r  r  r  r  r  r  r  .  .  r  r  .  .  r  .  r  .  .  w  .  .  .",
	"radiologist": "r  r  r  r  r  r  r  r  w  r  r  r  r  r  .  r  .  .  .  .  .  .",
	"secretary": "r  .  .  .  .  .  .  .  .  .  .  .  .  w  .  r  w  .  .  .  .  .",
	"patient": "r  r  r  r  r  r  r  r  r  r  r  r  r  r  .  r  w  r  .  .  .  .",
	"data-manager": ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
	"dpo": ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  r  r  r  .  w  r  .",
	"admin": ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  w",
}

means := {"r": "r", "w": "rw"}

test_rights_of_every_role if {
	object.keys(expected) == object.keys(access.rights_of)
	every role, letters in expected {
		cells := split(replace(letters, " ", ""), "")
		count(cells) == count(features)
		written := {feature: means[cell] | some i, cell in cells; feature := features[i]; cell != "."}
		access.rights == written with input as {"role": role}
	}
}

test_rights_of_nobody_are_none if {
	access.rights == {} with input as {"role": "surgeon"}
	access.rights == {} with input as {"role": null}
	access.rights == {} with input as {}
	access.rights == {} with input as null
}

# Where neither relation nor consent stands in the way, the table decides, cell by cell.
test_cells_decide if {
	open := {
		"careTeam": [me], "encounters": [stay({"participants": [me]})],
		"imaging": [{"performers": [me], "at": "2026-06-08T08:00:00Z"}],
		"prescriptions": [{"performers": [me], "at": "2026-06-08T08:00:00Z"}],
	}
	every role, letters in expected {
		cells := split(replace(letters, " ", ""), "")
		every i, feature in features {
			every action in ["read", "write"] {
				decision := ask({
					"subject": {"role": role, "fhirUser": who(role)}, "feature": feature, "action": action,
					"patient": open,
				})
				is_as_written(decision, role, cells[i], feature, action)
			}
		}
	}
}

who("patient") := "Patient/p"

who(role) := me if role != "patient"

is_as_written(decision, role, cell, feature, action) if {
	means[cell] in {"r": {"r", "rw"}, "w": {"rw"}}[substring(action, 0, 1)]
	not has_no_chart(role, feature)
	decision.allow == true
}

is_as_written(decision, role, cell, feature, _) if {
	cell != "."
	has_no_chart(role, feature)
	refuses(decision, ["no-relation"])
}

is_as_written(decision, _, ".", _, _) if refuses(decision, ["role"])

is_as_written(decision, _, "r", _, "write") if refuses(decision, ["role"])

# The data-protection officer hears of alerts, not of a patient.
has_no_chart("dpo", "live")

test_unknown_words_denied_as_role if {
	refuses(ask({"subject": {"role": "surgeon"}, "patient": with_team}), ["role"])
	refuses(ask({"feature": "billing", "patient": with_team}), ["role"])
	refuses(ask({"subject": {"role": ""}, "patient": with_team}), ["role"])
}
