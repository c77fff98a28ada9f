# Written by `npm run policy -- build` from policies/operations.json, where they are listed.
package keneyapp.access

# All of them, for what is asked of every one; a decision looks up its own and builds no other.
operations := {name: listed(name) | some name in operation_names}

operation_names := {
	"accesses.read",
	"administration.add-membership",
	"administration.create-account",
	"administration.end-session",
	"administration.read",
	"administration.remove-membership",
	"administration.save-settings",
	"administration.set-active",
	"administration.set-role",
	"allergies.change",
	"allergies.mark-entered-in-error",
	"allergies.read",
	"allergies.record",
	"allergies.record-none-known",
	"allergies.refute",
	"appointments.absent-day",
	"appointments.add-to-waiting",
	"appointments.book",
	"appointments.cancel",
	"appointments.find",
	"appointments.hold",
	"appointments.hold-over",
	"appointments.let-go",
	"appointments.list",
	"appointments.list-all",
	"appointments.move",
	"appointments.move-over",
	"appointments.print",
	"appointments.print-list",
	"appointments.read",
	"appointments.read-clashes",
	"appointments.read-rules",
	"appointments.read-waiting",
	"appointments.receive",
	"appointments.remove-rule",
	"appointments.restore",
	"appointments.save-kind",
	"appointments.save-resource",
	"appointments.save-rule",
	"appointments.see-clash",
	"appointments.wall",
	"appointments.withdraw-waiting",
	"audit.read",
	"consents.attach",
	"consents.call-off",
	"consents.choose",
	"consents.confirm",
	"consents.delegate",
	"consents.dismiss",
	"consents.object",
	"consents.read",
	"consents.withdraw",
	"documents.read",
	"drafts.discard",
	"drafts.list",
	"drafts.read",
	"drafts.save",
	"emergency.end",
	"emergency.explain",
	"emergency.give-opinion",
	"emergency.list",
	"emergency.read",
	"emergency.request",
	"encounters.read",
	"family.change",
	"family.mark-entered-in-error",
	"family.read",
	"family.record",
	"family.record-none-known",
	"flags.change",
	"flags.end",
	"flags.mark-entered-in-error",
	"flags.read",
	"flags.record",
	"flags.record-any",
	"habits.change",
	"habits.mark-entered-in-error",
	"habits.read",
	"habits.record",
	"identities.add-paper",
	"identities.compare-pair",
	"identities.correct",
	"identities.follow-merge",
	"identities.list-open",
	"identities.mark-paper-entered-in-error",
	"identities.merge",
	"identities.print",
	"identities.read",
	"identities.read-papers",
	"identities.redo-bracelet",
	"identities.register",
	"identities.register-newborn",
	"identities.register-unknown",
	"identities.restore-paper",
	"identities.search",
	"identities.take-back",
	"identities.tell-apart",
	"identities.undo-correction",
	"identities.undo-merge",
	"imaging.list-unread",
	"imaging.read",
	"imaging.store",
	"immunizations.change",
	"immunizations.mark-entered-in-error",
	"immunizations.read",
	"immunizations.record",
	"implants.change",
	"implants.mark-entered-in-error",
	"implants.read",
	"implants.record",
	"live.read",
	"medications.list-recent",
	"medications.read",
	"orders.apply-protocol",
	"orders.check",
	"orders.check-protocol",
	"orders.check-verbal",
	"orders.countersign",
	"orders.print",
	"orders.read",
	"orders.record-verbal",
	"orders.reread",
	"orders.save-service-favourite",
	"orders.sign",
	"orders.validate",
	"patients.read",
	"patients.search",
	"problems.change",
	"problems.mark-entered-in-error",
	"problems.read",
	"problems.record",
	"problems.reopen",
	"problems.resolve",
	"procedures.change",
	"procedures.mark-entered-in-error",
	"procedures.read",
	"procedures.record",
	"record.read",
	"results.read",
	"reviews.ask",
	"reviews.deal-with",
	"reviews.judge",
	"reviews.lift",
	"reviews.read",
	"safety.cancel-rehearsal",
	"safety.read",
	"safety.rehearse",
	"safety.set-rule",
	"summary.alerts",
	"summary.export",
	"summary.read",
	"tasks.create",
	"tasks.create-in-unit",
	"tasks.list",
	"tasks.list-orders",
	"tasks.move",
	"tasks.move-in-unit",
	"tasks.read",
	"tasks.see",
	"tasks.set-absence",
	"terminology.read",
	"terminology.save-abbreviations",
	"terminology.set-service-favourite",
	"timeline.read",
	"vitals.choose-scale",
	"vitals.correct",
	"vitals.mark-entered-in-error",
	"vitals.read",
	"vitals.record",
	"wards.choose",
	"wards.read",
}

listed("accesses.read") := {"feature": "accesses", "group": "chart", "action": "R", "emergency": false, "roles": {"dpo": "any", "patient": "own"}}

listed("administration.add-membership") := {"feature": "administration", "group": "list", "action": "U", "emergency": false, "roles": {"admin": "any"}}

listed("administration.create-account") := {"feature": "administration", "group": "list", "action": "C", "emergency": false, "roles": {"admin": "any"}}

listed("administration.end-session") := {"feature": "administration", "group": "list", "action": "U", "emergency": false, "roles": {"admin": "any"}}

listed("administration.read") := {"feature": "administration", "group": "list", "action": "R", "emergency": false, "roles": {"admin": "any"}}

listed("administration.remove-membership") := {"feature": "administration", "group": "list", "action": "U", "emergency": false, "roles": {"admin": "any"}}

listed("administration.save-settings") := {"feature": "administration", "group": "list", "action": "U", "emergency": false, "roles": {"admin": "any"}}

listed("administration.set-active") := {"feature": "administration", "group": "list", "action": "U", "emergency": false, "roles": {"admin": "any"}}

listed("administration.set-role") := {"feature": "administration", "group": "list", "action": "U", "emergency": false, "roles": {"admin": "any"}}

listed("allergies.change") := {"feature": "allergies", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("allergies.mark-entered-in-error") := {"feature": "allergies", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("allergies.read") := {"feature": "allergies", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("allergies.record") := {"feature": "allergies", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("allergies.record-none-known") := {"feature": "allergies", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("allergies.refute") := {"feature": "allergies", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("appointments.absent-day") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.add-to-waiting") := {"feature": "appointments", "group": "schedule", "action": "C", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.book") := {"feature": "appointments", "group": "schedule", "action": "C", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.cancel") := {"feature": "appointments", "group": "schedule", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.find") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.hold") := {"feature": "appointments", "group": "schedule", "action": "C", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.hold-over") := {"feature": "appointments", "group": "schedule", "action": "C", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.let-go") := {"feature": "appointments", "group": "schedule", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.list") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "patient": "own", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("appointments.list-all") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("appointments.move") := {"feature": "appointments", "group": "schedule", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.move-over") := {"feature": "appointments", "group": "schedule", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.print") := {"feature": "appointments", "group": "schedule", "action": "R", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.print-list") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "secretary": "any"}}

listed("appointments.read") := {"feature": "appointments", "group": "schedule", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "patient": "own", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("appointments.read-clashes") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.read-rules") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "secretary": "any"}}

listed("appointments.read-waiting") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.receive") := {"feature": "appointments", "group": "schedule", "action": "U", "emergency": false, "roles": {"nurse": "any", "secretary": "any"}}

listed("appointments.remove-rule") := {"feature": "appointments", "group": "list", "action": "D", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.restore") := {"feature": "appointments", "group": "schedule", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.save-kind") := {"feature": "appointments", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.save-resource") := {"feature": "appointments", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.save-rule") := {"feature": "appointments", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.see-clash") := {"feature": "appointments", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("appointments.wall") := {"feature": "appointments", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("appointments.withdraw-waiting") := {"feature": "appointments", "group": "schedule", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("audit.read") := {"feature": "audit", "group": "list", "action": "R", "emergency": false, "roles": {"dpo": "any"}}

listed("consents.attach") := {"feature": "consents", "group": "consents", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("consents.call-off") := {"feature": "consents", "group": "consents", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("consents.choose") := {"feature": "consents", "group": "consents", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("consents.confirm") := {"feature": "consents", "group": "consents", "action": "U", "emergency": false, "state": ["author", "status"], "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("consents.delegate") := {"feature": "consents", "group": "consents", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("consents.dismiss") := {"feature": "consents", "group": "consents", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("consents.object") := {"feature": "consents", "group": "consents", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("consents.read") := {"feature": "consents", "group": "consents", "action": "R", "emergency": true, "roles": {"doctor": "tied", "dpo": "any", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("consents.withdraw") := {"feature": "consents", "group": "consents", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "secretary": "any"}}

listed("documents.read") := {"feature": "documents", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "radiologist": "tied"}}

listed("drafts.discard") := {"feature": "drafts", "group": "chart", "action": "D", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("drafts.list") := {"feature": "drafts", "group": "none", "action": "R", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("drafts.read") := {"feature": "drafts", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("drafts.save") := {"feature": "drafts", "group": "chart", "action": "U", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("emergency.end") := {"feature": "emergency", "group": "emergency", "action": "U", "emergency": false, "roles": {"doctor": "glass", "nurse": "glass", "pharmacist": "glass"}}

listed("emergency.explain") := {"feature": "emergency", "group": "emergency", "action": "U", "emergency": false, "roles": {"doctor": "glass", "nurse": "glass", "pharmacist": "glass"}}

listed("emergency.give-opinion") := {"feature": "emergency", "group": "emergency", "action": "U", "emergency": false, "roles": {"doctor": "glass"}}

listed("emergency.list") := {"feature": "emergency", "group": "none", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any"}}

listed("emergency.read") := {"feature": "emergency", "group": "emergency", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any"}}

listed("emergency.request") := {"feature": "emergency", "group": "emergency", "action": "C", "emergency": false, "roles": {"doctor": "glass", "nurse": "glass", "pharmacist": "glass"}}

listed("encounters.read") := {"feature": "encounters", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("family.change") := {"feature": "family", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("family.mark-entered-in-error") := {"feature": "family", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("family.read") := {"feature": "family", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("family.record") := {"feature": "family", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied"}}

listed("family.record-none-known") := {"feature": "family", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied"}}

listed("flags.change") := {"feature": "flags", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("flags.end") := {"feature": "flags", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("flags.mark-entered-in-error") := {"feature": "flags", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("flags.read") := {"feature": "flags", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("flags.record") := {"feature": "flags", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("flags.record-any") := {"feature": "flags", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied"}}

listed("habits.change") := {"feature": "habits", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("habits.mark-entered-in-error") := {"feature": "habits", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("habits.read") := {"feature": "habits", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("habits.record") := {"feature": "habits", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("identities.add-paper") := {"feature": "identities", "group": "identity", "action": "C", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "secretary": "any"}}

listed("identities.compare-pair") := {"feature": "identities", "group": "list", "action": "R", "emergency": false, "roles": {"secretary": "any"}}

listed("identities.correct") := {"feature": "identities", "group": "consents", "action": "U", "emergency": false, "roles": {"nurse": "tied", "secretary": "any"}}

listed("identities.follow-merge") := {"feature": "identities", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("identities.list-open") := {"feature": "identities", "group": "list", "action": "R", "emergency": false, "roles": {"secretary": "any"}}

listed("identities.mark-paper-entered-in-error") := {"feature": "identities", "group": "identity", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("identities.merge") := {"feature": "identities", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("identities.print") := {"feature": "identities", "group": "identity", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "secretary": "any"}}

listed("identities.read") := {"feature": "identities", "group": "consents", "action": "R", "emergency": false, "roles": {"nurse": "tied", "secretary": "any"}}

listed("identities.read-papers") := {"feature": "identities", "group": "identity", "action": "R", "emergency": false, "roles": {"patient": "own", "secretary": "any"}}

listed("identities.redo-bracelet") := {"feature": "identities", "group": "consents", "action": "U", "emergency": false, "roles": {"nurse": "tied", "secretary": "any"}}

listed("identities.register") := {"feature": "identities", "group": "list", "action": "C", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "secretary": "any"}}

listed("identities.register-newborn") := {"feature": "identities", "group": "identity", "action": "C", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "secretary": "any"}}

listed("identities.register-unknown") := {"feature": "identities", "group": "list", "action": "C", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "secretary": "any"}}

listed("identities.restore-paper") := {"feature": "identities", "group": "identity", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("identities.search") := {"feature": "identities", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "secretary": "any"}}

listed("identities.take-back") := {"feature": "identities", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("identities.tell-apart") := {"feature": "identities", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("identities.undo-correction") := {"feature": "identities", "group": "consents", "action": "U", "emergency": false, "roles": {"nurse": "tied", "secretary": "any"}}

listed("identities.undo-merge") := {"feature": "identities", "group": "list", "action": "U", "emergency": false, "roles": {"secretary": "any"}}

listed("imaging.list-unread") := {"feature": "imaging", "group": "list", "action": "R", "emergency": false, "roles": {"radiologist": "any"}}

listed("imaging.read") := {"feature": "imaging", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "radiologist": "tied"}}

listed("imaging.store") := {"feature": "imaging", "group": "chart", "action": "C", "emergency": false, "roles": {"radiologist": "tied"}}

listed("immunizations.change") := {"feature": "immunizations", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("immunizations.mark-entered-in-error") := {"feature": "immunizations", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("immunizations.read") := {"feature": "immunizations", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("immunizations.record") := {"feature": "immunizations", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("implants.change") := {"feature": "implants", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("implants.mark-entered-in-error") := {"feature": "implants", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("implants.read") := {"feature": "implants", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("implants.record") := {"feature": "implants", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("live.read") := {"feature": "live", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "dpo": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied", "secretary": "any"}}

listed("medications.list-recent") := {"feature": "medications", "group": "list", "action": "R", "emergency": false, "roles": {"pharmacist": "any"}}

listed("medications.read") := {"feature": "medications", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("orders.apply-protocol") := {"feature": "orders", "group": "chart", "action": "C", "emergency": false, "roles": {"nurse": "tied"}}

listed("orders.check") := {"feature": "orders", "group": "chart", "action": "R", "emergency": false, "roles": {"doctor": "tied"}}

listed("orders.check-protocol") := {"feature": "orders", "group": "chart", "action": "R", "emergency": false, "roles": {"nurse": "tied"}}

listed("orders.check-verbal") := {"feature": "orders", "group": "chart", "action": "R", "emergency": false, "roles": {"nurse": "tied"}}

listed("orders.countersign") := {"feature": "orders", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("orders.print") := {"feature": "orders", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied"}}

listed("orders.read") := {"feature": "orders", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("orders.record-verbal") := {"feature": "orders", "group": "chart", "action": "C", "emergency": false, "roles": {"nurse": "tied"}}

listed("orders.reread") := {"feature": "orders", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("orders.save-service-favourite") := {"feature": "orders", "group": "list", "action": "U", "emergency": false, "roles": {"doctor": "any"}}

listed("orders.sign") := {"feature": "orders", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied"}}

listed("orders.validate") := {"feature": "orders", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("patients.read") := {"feature": "patients", "group": "identity", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "patient": "own", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("patients.search") := {"feature": "patients", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("problems.change") := {"feature": "problems", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("problems.mark-entered-in-error") := {"feature": "problems", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("problems.read") := {"feature": "problems", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("problems.record") := {"feature": "problems", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied"}}

listed("problems.reopen") := {"feature": "problems", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("problems.resolve") := {"feature": "problems", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("procedures.change") := {"feature": "procedures", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("procedures.mark-entered-in-error") := {"feature": "procedures", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("procedures.read") := {"feature": "procedures", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("procedures.record") := {"feature": "procedures", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied"}}

listed("record.read") := {"feature": "record", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "radiologist": "tied"}}

listed("results.read") := {"feature": "results", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("reviews.ask") := {"feature": "reviews", "group": "list", "action": "C", "emergency": false, "roles": {"dpo": "any"}}

listed("reviews.deal-with") := {"feature": "reviews", "group": "list", "action": "C", "emergency": false, "roles": {"dpo": "any"}}

listed("reviews.judge") := {"feature": "reviews", "group": "list", "action": "U", "emergency": false, "roles": {"dpo": "any"}}

listed("reviews.lift") := {"feature": "reviews", "group": "list", "action": "U", "emergency": false, "roles": {"dpo": "any"}}

listed("reviews.read") := {"feature": "reviews", "group": "list", "action": "R", "emergency": false, "roles": {"dpo": "any"}}

listed("safety.cancel-rehearsal") := {"feature": "safety", "group": "list", "action": "U", "emergency": false, "roles": {"admin": "any", "pharmacist": "any"}}

listed("safety.read") := {"feature": "safety", "group": "list", "action": "R", "emergency": false, "roles": {"admin": "any", "pharmacist": "any"}}

listed("safety.rehearse") := {"feature": "safety", "group": "list", "action": "C", "emergency": false, "roles": {"admin": "any", "pharmacist": "any"}}

listed("safety.set-rule") := {"feature": "safety", "group": "list", "action": "U", "emergency": false, "roles": {"admin": "any", "pharmacist": "any"}}

listed("summary.alerts") := {"feature": "summary", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "pharmacist": "tied"}}

listed("summary.export") := {"feature": "summary", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("summary.read") := {"feature": "summary", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("tasks.create") := {"feature": "tasks", "group": "chart", "action": "C", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "pharmacist": "tied", "radiologist": "tied"}}

listed("tasks.create-in-unit") := {"feature": "tasks", "group": "list", "action": "C", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("tasks.list") := {"feature": "tasks", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("tasks.list-orders") := {"feature": "tasks", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any"}}

listed("tasks.move") := {"feature": "tasks", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied", "nurse": "tied", "pharmacist": "tied", "radiologist": "tied"}}

listed("tasks.move-in-unit") := {"feature": "tasks", "group": "list", "action": "U", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("tasks.read") := {"feature": "tasks", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "pharmacist": "tied", "radiologist": "tied"}}

listed("tasks.see") := {"feature": "tasks", "group": "none", "action": "U", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("tasks.set-absence") := {"feature": "tasks", "group": "none", "action": "U", "emergency": false, "roles": {"doctor": "any", "nurse": "any", "pharmacist": "any", "radiologist": "any", "secretary": "any"}}

listed("terminology.read") := {"feature": "terminology", "group": "list", "action": "R", "emergency": false, "roles": {"data-manager": "any"}}

listed("terminology.save-abbreviations") := {"feature": "terminology", "group": "list", "action": "U", "emergency": false, "roles": {"data-manager": "any"}}

listed("terminology.set-service-favourite") := {"feature": "terminology", "group": "list", "action": "U", "emergency": false, "roles": {"data-manager": "any"}}

listed("timeline.read") := {"feature": "timeline", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "radiologist": "tied"}}

listed("vitals.choose-scale") := {"feature": "vitals", "group": "chart", "action": "U", "emergency": false, "roles": {"doctor": "tied"}}

listed("vitals.correct") := {"feature": "vitals", "group": "chart", "action": "U", "emergency": false, "state": ["status", "computed", "signed"], "roles": {"doctor": "tied", "nurse": "tied"}}

listed("vitals.mark-entered-in-error") := {"feature": "vitals", "group": "chart", "action": "U", "emergency": false, "state": ["status", "computed", "signed"], "roles": {"doctor": "tied", "nurse": "tied"}}

listed("vitals.read") := {"feature": "vitals", "group": "chart", "action": "R", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied", "patient": "own", "pharmacist": "tied", "radiologist": "tied"}}

listed("vitals.record") := {"feature": "vitals", "group": "chart", "action": "C", "emergency": true, "roles": {"doctor": "tied", "nurse": "tied"}}

listed("wards.choose") := {"feature": "wards", "group": "none", "action": "U", "emergency": false, "roles": {"doctor": "any", "nurse": "any"}}

listed("wards.read") := {"feature": "wards", "group": "list", "action": "R", "emergency": false, "roles": {"doctor": "any", "nurse": "any"}}
