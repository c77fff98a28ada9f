/** The hospital's clock. Days and times of the application are those of this zone, whatever the server's or the browser's is. */
export const hospitalZone = 'Europe/Paris';
