-- Tickets by which people are called on a day: no two are the same.
CREATE TABLE "day_ticket" (
    "day" TEXT NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "day_ticket_pkey" PRIMARY KEY ("day", "code")
);
