# What an allowed reader still does not see: resources whose `meta.security` carries one of these codes. Levels are of HL7
# v3 Confidentiality, subjects of v3 ActCode (InformationSensitivityPolicy), as the HL7 Healthcare Privacy and Security
# Classification System puts them on resources.
package keneyapp.access

sensitive := {
	"ADOL", "BH", "CEL", "COGN", "DIA", "DRGIS", "DVD", "EMOTDIS", "EMP", "ETH", "ETHUD", "GDIS", "HIV", "MH", "MST", "OPIOIDUD",
	"PDS", "PHY", "PRS", "PSY", "PSYTHPN", "SCA", "SDV", "SEX", "SICKLE", "SPI", "STD", "SUD", "TBOO", "VIO",
}

obligations := {"hideLabels": sort(hidden_labels(basis)), "releasedOnly": released_only}

# What has not been released is kept from patients and those who act for them, whatever its label.
default released_only := true

released_only := false if is_staff

# By what a decision rests on.
hidden_labels(by) := all_labels if {
	hides_sensitive(by)
} else := {"V"} if {
	hides_very_restricted(by)
} else := set()

all_labels := {"R", "V"} | sensitive

# Patients see what is labelled in their own chart; who acts for them does not: an adolescent's parents, a spouse.
hides_sensitive("delegate")

# A nurse of the ward does without the subjects that stigmatise, and is protected without knowing them: standard precautions
# apply to every patient whatever their known status (SF2H, Précautions standard, 2017), isolation is said by a Flag, which
# carries no such label. What they give and must not give they see (`is_safety_critical`). The care team sees everything
# (Code de la santé publique, L1110-4 and L1110-12: the care team shares what the care needs).
hides_sensitive(by) if {
	input.subject.role == "nurse"
	by in {"encounter", "unit"}
	not is_safety_critical
}

# Very restricted: for those who care in person, not for everyone a unit or an agenda ties to the patient.
hides_very_restricted(by) if {
	by in {"unit", "recent-stay", "appointment"}
	not is_harmful_to_hide
}

hides_very_restricted(by) if {
	input.subject.role in {"nurse", "pharmacist", "radiologist"}
	by in {"encounter", "imaging", "prescription"}
	not is_harmful_to_hide
}

is_safety_critical if operation.feature in {"allergies", "medications"}

# An allergy kept from those who prescribe, prepare or give kills; a pharmacist judges the whole of the prescriptions (Code
# de la santé publique, R4235-48).
is_harmful_to_hide if operation.feature == "allergies"

is_harmful_to_hide if {
	operation.feature == "medications"
	input.subject.role == "pharmacist"
}
