# Requests of the tests: a doctor without any tie to patient p asks to read the summary at noon of 10 June 2026; each test
# changes what it is about.
package keneyapp.access_test

import data.keneyapp.access

patient_p := {
	"id": "p", "encounters": [], "careTeam": [], "appointments": [], "imaging": [], "prescriptions": [], "consents": [],
}

me := "Practitioner/me"

asked := {
	"now": "2026-06-10T12:00:00.000Z",
	"subject": {"role": "doctor", "fhirUser": me, "units": ["Organization/ward"], "emergencySuspended": false},
	"operation": "summary.read", "patient": patient_p, "grant": null, "written": null,
}

ask(changes) := decided(object.union(asked, changes))

# Lists are taken over whole, which object.union does too.
ask_about(role, facts) := ask({"subject": {"role": role}, "patient": facts})

decided(request) := decision if decision := access.decision with input as request

# A patient on line: their own chart is p's.
as_patient(changes) := ask(object.union({"subject": {"role": "patient", "fhirUser": "Patient/p"}}, changes))

stay(more) := object.union(
	{
		"isCurrent": true, "isPlanned": false, "startsAt": "2026-06-05T08:00:00Z", "seenAt": "2026-06-10T08:00:00Z",
		"endedAt": null, "units": [], "participants": [],
	},
	more,
)

with_team := {"careTeam": [me]}

on_ward := {"encounters": [stay({"units": ["Organization/ward"]})]}

named := {"encounters": [stay({"participants": [me]})]}

recent := {"encounters": [stay({"isCurrent": false, "endedAt": "2026-06-01T08:00:00Z", "units": ["Organization/ward"]})]}

visit := {"appointments": [{"start": "2026-06-12T08:00:00Z", "actors": [me]}]}

image := {"imaging": [{"performers": [me], "at": "2026-06-08T08:00:00Z"}]}

prescribed := {"prescriptions": [{"performers": [me], "at": "2026-06-08T08:00:00Z"}]}

consent(kind, decision, actors) := {"kind": kind, "decision": decision, "actors": actors, "from": null, "until": null}

denying(kind) := {"consents": [consent(kind, "deny", [])]}

objection := {"consents": [consent("objection", "deny", [me])]}

delegation(person) := {"consents": [consent("delegation", "permit", [person])]}

granted(until) := {"grant": {"patientId": "p", "expiresAt": until}}

running := granted("2026-06-10T12:30:00Z")

allows(decision, basis) if {
	decision.allow == true
	decision.basis == basis
	decision.reasons == []
	decision.mayBreakGlass == false
}

refuses(decision, reasons) if {
	decision.allow == false
	decision.basis == null
	decision.reasons == reasons
}
