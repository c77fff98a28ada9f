# What the state of a thing forbids to whoever would otherwise write over it (docs/adr/0016). `input.written` is null as long
# as it is asked in general, and of what is made anew.
package keneyapp.access

state_reasons := sort({reason | some reason in state_refusals})

asks(part) if part in operation.state

# What was taken back stays so: nobody corrects it, and nobody takes it back again. A score that was computed from it stands or
# falls with its values, and comes back with them.
state_refusals contains "entered-in-error" if {
	asks("computed")
	input.written.status == "entered-in-error"
	input.written.computed == false
}

# What was signed is not written over. An operation that amends leaves the signed version as it is, and asks otherwise.
state_refusals contains "signed" if {
	asks("signed")
	input.written.signed == true
}

# What was proposed is made to hold by a second person, or by the patient. Where nobody can tell who the first one was, nobody
# is the second.
needs_second_person if {
	asks("author")
	input.written.status == "proposed"
	ground != "own"
}

state_refusals contains "own-proposal" if {
	needs_second_person
	input.written.author == "self"
}

state_refusals contains "unknown-author" if {
	needs_second_person
	input.written.author == "unknown"
}
