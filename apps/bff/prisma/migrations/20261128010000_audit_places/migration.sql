-- Places are counted from 1. Whatever stands before was not written by audit_append(), and whoever follows the chain from
-- its first record would never meet it. NOT VALID: what is there already stays to be found (npm run audit:verify).
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_seq_from_one" CHECK ("seq" > 0) NOT VALID;
ALTER TABLE "audit_checkpoint" ADD CONSTRAINT "audit_checkpoint_number_from_one" CHECK ("number" > 0) NOT VALID;
