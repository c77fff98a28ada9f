-- Who has a chart open: a row a stream, gone with it. No clinical content, and nothing that has to outlive a restart.
CREATE TABLE "chart_presence" (
    "id" UUID NOT NULL,
    "patient_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "is_emergency" BOOLEAN NOT NULL,
    "hides" JSON NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chart_presence_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "chart_presence_patient_id_idx" ON "chart_presence"("patient_id");
