-- How far each identity can be trusted, and since when: what is to be regularised, over the whole base. Says nobody's name.
CREATE TABLE "identity_standing" (
    "patient_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attributes" TEXT[] NOT NULL,
    "is_incomplete" BOOLEAN NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_standing_pkey" PRIMARY KEY ("patient_id")
);
CREATE INDEX "identity_standing_since_idx" ON "identity_standing"("since");

-- all of the base is read once more
UPDATE "identity_progress" SET "cursor" = NULL, "is_filled" = false;
