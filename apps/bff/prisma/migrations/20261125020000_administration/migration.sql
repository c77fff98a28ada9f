-- Where a session was opened from, for those who watch over sessions.
ALTER TABLE "session" ADD COLUMN "remote_address" TEXT, ADD COLUMN "user_agent" TEXT;

CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "changed_at" TIMESTAMP(3) NOT NULL,
    "changed_by_id" TEXT NOT NULL,
    "changed_by_name" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);
