-- Who may change the decisions of a patient at this moment: two people, two processes, one after the other. A holder that
-- never came back loses its turn when the time is over, by the clock of the database.
CREATE TABLE "consent_turn" (
    "patient_id" TEXT NOT NULL,
    "holder" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_turn_pkey" PRIMARY KEY ("patient_id")
);
