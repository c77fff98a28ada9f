-- What cannot be put into the index is set aside, so that all else goes on, and is tried again after growing pauses.
ALTER TABLE "inbox_change" ADD COLUMN "failures" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "inbox_change" ADD COLUMN "not_before" TIMESTAMPTZ(3);
