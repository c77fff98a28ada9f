/** Why an appointment lies over others, or outside of what is open. */
export const overExtension = 'https://keneyapp.example/booked-over';
/** R4: who cancelled. */
export const cancellationSystem = 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason';
