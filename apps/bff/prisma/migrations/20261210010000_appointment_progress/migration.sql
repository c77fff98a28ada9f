-- How far the agenda follows the Appointments of the FHIR server.
CREATE TABLE "appointment_progress" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "cursor" TIMESTAMPTZ(3),
    "is_filled" BOOLEAN NOT NULL DEFAULT false,
    "is_set_up" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "appointment_progress_pkey" PRIMARY KEY ("id")
);
