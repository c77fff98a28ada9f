# What each role may do at all, before it is asked with whom: policies/operations.json lists it, operations.rego is written
# from there. Pharmacists read prescriptions and what is needed to judge them: the timeline and any other resource would show
# documents and images. Radiologists store measurements with the images, structured reports alone
# (apps/bff/src/proxy/stored-report.ts). Secretaries see identity and appointments, nothing clinical, and collect the forms of
# consent. A data manager works on pseudonymised data only and has nothing of what there is. The data-protection officer watches
# over the accesses and opens no chart; consents, because a review has to know what the patient had refused.
package keneyapp.access

rights := {name: true |
	some name, listed in operations
	listed.roles[input.role]
}

# What is asked for; nothing that is not listed is ever allowed.
operation := listed(input.operation)

# The condition under which the role has it.
right := operation.roles[input.subject.role]

has_right if right

reads if operation.action == "R"

writes if operation.action != "R"
