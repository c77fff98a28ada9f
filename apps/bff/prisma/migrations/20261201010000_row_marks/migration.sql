-- HMAC over what a row means: rows that give rights and were changed, or made, beside the application give none. Sessions and
-- emergency accesses of before have no mark: the application ends them when they are next used, and people sign in again.
ALTER TABLE "session" ADD COLUMN "row_mark" BYTEA;
ALTER TABLE "emergency_grant" ADD COLUMN "row_mark" BYTEA;
