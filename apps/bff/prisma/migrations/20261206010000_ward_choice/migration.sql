-- The unit somebody's list of patients in the house shows.
CREATE TABLE "ward_choice" (
    "user_id" TEXT NOT NULL,
    "unit" TEXT NOT NULL,

    CONSTRAINT "ward_choice_pkey" PRIMARY KEY ("user_id")
);
