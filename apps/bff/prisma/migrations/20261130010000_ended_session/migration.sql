-- Why a session ended, kept for some hours: the next request of that browser is told the true reason.
CREATE TABLE "ended_session" (
    "cookie_hash" BYTEA NOT NULL,
    "session_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "ended_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ended_session_pkey" PRIMARY KEY ("cookie_hash")
);
CREATE UNIQUE INDEX "ended_session_session_id_key" ON "ended_session"("session_id");
CREATE INDEX "ended_session_ended_at_idx" ON "ended_session"("ended_at");

-- What is about to end a session (an account being changed), so that whoever ends it first tells the same reason.
ALTER TABLE "session" ADD COLUMN "ending_reason" TEXT;
