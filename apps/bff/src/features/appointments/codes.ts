/** Code of the kind of visit, in Appointment.serviceType: the id of its HealthcareService. */
export const visitKindSystem = 'https://keneyapp.example/visit-kind';
/** Why an appointment lies over others, or outside of what is open. */
export const overExtension = 'https://keneyapp.example/booked-over';
/** R4: who cancelled. */
export const cancellationSystem = 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason';
