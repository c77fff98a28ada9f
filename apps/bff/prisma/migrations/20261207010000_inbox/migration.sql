-- Who has something to do or to know (docs/adr/0027): ids and times, no clinical content. Found again from the FHIR server.
CREATE TABLE "inbox_item" (
    "reference" TEXT NOT NULL,
    "patient_id" TEXT,
    "requester" TEXT,
    "addressees" TEXT[],
    "informed" TEXT[],
    "state" TEXT NOT NULL,
    "due" TIMESTAMPTZ(3),
    "put_off_until" TIMESTAMPTZ(3),
    "escalates_at" TIMESTAMPTZ(3),
    "level" INTEGER NOT NULL DEFAULT 0,
    "authored_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbox_item_pkey" PRIMARY KEY ("reference")
);
CREATE INDEX "inbox_item_addressees_idx" ON "inbox_item" USING GIN ("addressees");
CREATE INDEX "inbox_item_informed_idx" ON "inbox_item" USING GIN ("informed");
CREATE INDEX "inbox_item_requester_idx" ON "inbox_item"("requester");
CREATE INDEX "inbox_item_escalates_at_idx" ON "inbox_item"("escalates_at");

-- What was written and is not in the index yet.
CREATE TABLE "inbox_change" (
    "reference" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "inbox_change_pkey" PRIMARY KEY ("reference")
);

-- Who has read a notice, and when.
CREATE TABLE "notice_seen" (
    "reference" TEXT NOT NULL,
    "practitioner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "notice_seen_pkey" PRIMARY KEY ("reference", "practitioner")
);

-- Which level of a task was asked by the application itself, once it is in the trail.
CREATE TABLE "escalation" (
    "reference" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "escalation_pkey" PRIMARY KEY ("reference", "level")
);

-- Who is away, and who stands in. One at a time for each person.
CREATE TABLE "absence" (
    "practitioner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "stand_in" TEXT NOT NULL,
    "stand_in_name" TEXT NOT NULL,
    "from_day" TEXT NOT NULL,
    "to_day" TEXT NOT NULL,

    CONSTRAINT "absence_pkey" PRIMARY KEY ("practitioner")
);
CREATE INDEX "absence_stand_in_idx" ON "absence"("stand_in");
