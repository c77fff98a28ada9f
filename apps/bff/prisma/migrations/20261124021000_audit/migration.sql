CREATE TABLE "audit_event" (
  "id" BIGSERIAL PRIMARY KEY NOT NULL,
  "recorded_at" TIMESTAMP(3) NOT NULL,
  "action" TEXT NOT NULL,
  "operation" TEXT NOT NULL,
  "feature" TEXT,
  "outcome" TEXT NOT NULL,
  "reason" TEXT,
  "patient_id" TEXT,
  "user_id" TEXT,
  "user_name" TEXT,
  "role" TEXT,
  "remote_address" TEXT NOT NULL,
  "request_id" TEXT NOT NULL,
  "resources" TEXT[],
  "event" JSONB NOT NULL
);
CREATE INDEX "audit_event_patient_id_recorded_at_idx" ON "audit_event" ("patient_id", "recorded_at");
CREATE INDEX "audit_event_user_id_recorded_at_idx" ON "audit_event" ("user_id", "recorded_at");
CREATE INDEX "audit_event_recorded_at_idx" ON "audit_event" ("recorded_at");
CREATE INDEX "audit_event_request_id_idx" ON "audit_event" ("request_id");

CREATE TABLE "recent_patient" (
  "user_id" TEXT NOT NULL,
  "patient_id" TEXT NOT NULL,
  "opened_at" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "recent_patient_pkey" PRIMARY KEY ("user_id", "patient_id")
);
CREATE INDEX "recent_patient_user_id_opened_at_idx" ON "recent_patient" ("user_id", "opened_at" DESC);
