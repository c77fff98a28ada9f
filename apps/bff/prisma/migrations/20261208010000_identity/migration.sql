-- Who is possibly the same person (docs/adr/0031): encrypted traits and keyed hashes. Found again from the FHIR server.
CREATE TABLE "identity_entry" (
    "patient_id" TEXT NOT NULL,
    "traits" BYTEA NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_entry_pkey" PRIMARY KEY ("patient_id")
);

CREATE TABLE "identity_key" (
    "key" BYTEA NOT NULL,
    "patient_id" TEXT NOT NULL,

    CONSTRAINT "identity_key_pkey" PRIMARY KEY ("key", "patient_id")
);
CREATE INDEX "identity_key_patient_id_idx" ON "identity_key"("patient_id");

CREATE TABLE "identity_suspect" (
    "a" TEXT NOT NULL,
    "b" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "match_class" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "identity_suspect_pkey" PRIMARY KEY ("a", "b")
);
CREATE INDEX "identity_suspect_score_idx" ON "identity_suspect"("score");
CREATE INDEX "identity_suspect_b_idx" ON "identity_suspect"("b");

-- Somebody compared two records and said that they are two people.
CREATE TABLE "identity_judgement" (
    "a" TEXT NOT NULL,
    "b" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "identity_judgement_pkey" PRIMARY KEY ("a", "b")
);

CREATE TABLE "identity_progress" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "key_name" BYTEA NOT NULL,
    "cursor" TIMESTAMPTZ(3),
    "is_filled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "identity_progress_pkey" PRIMARY KEY ("id")
);

-- Hospital numbers that are given here. Holes are no fault: a number is never given twice.
CREATE SEQUENCE "hospital_number" START 80000001;
