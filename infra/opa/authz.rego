# Who may ask the policy server what: `opa run --authentication=token --authorization=basic` with OPA_TOKEN in its environment.
# Whoever knows the token may ask for decisions and rights; nobody reads or changes the policy, or anything else.
package system.authz

default allow := false

# Hashed: a comparison that stops at the first difference then tells nothing of the token.
knows_token if {
	count(opa.runtime().env.OPA_TOKEN) >= 32
	crypto.sha256(input.identity) == crypto.sha256(opa.runtime().env.OPA_TOKEN)
}

allow if {
	knows_token
	input.method == "POST"
	input.path in [
		["v1", "data", "keneyapp", "access", "decisions"],
		["v1", "data", "keneyapp", "access", "rights"],
	]
}

# That it is there, for who starts it.
allow if {
	input.method == "GET"
	input.path == ["health"]
}
