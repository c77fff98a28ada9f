# The access policy of KeneyApp. `decisions` answers a list of requests (apps/bff/src/access/policy.ts, PolicyInput) with a
# list of decisions in the same order; `rights` tells what a role may do at all. Whatever cannot be understood is refused.
package keneyapp.access

default decisions := []

decisions := [document |
	some request in input.requests
	document := decision with input as request
] if {
	is_array(input.requests)
}

default decision := {
	"allow": false,
	"basis": null,
	"reasons": ["policy-unavailable"],
	"obligations": {"hideLabels": [], "releasedOnly": true},
	"mayBreakGlass": false,
}

decision := {
	"allow": basis != null,
	"basis": basis,
	"reasons": reasons,
	"obligations": obligations,
	"mayBreakGlass": may_break_glass,
} if {
	well_formed
}

# What an allowing decision rests on; null refuses. Nothing that is written over may be in a state that forbids it.
default basis := null

basis := ground if count(state_reasons) == 0

# What would carry it, whatever the state of what is written over.
default ground := null

ground := "role" if {
	has_right
	needs_no_relation
} else := "emergency" if {
	is_open_in_emergency
	not is_enough
} else := relation if {
	right in {"tied", "own"}
}

# A relation that hides nothing is worth more than an emergency, and so is any to who writes: nobody has to review it.
is_enough if count(hidden_labels(relation)) == 0

is_enough if {
	writes
	relation
}
