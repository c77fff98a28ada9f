package keneyapp.hapi;

import ca.uhn.fhir.jpa.term.api.ITermReadSvc;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * HAPI pages only through value sets it has expanded beforehand, which its own schedule does every ten minutes. Here a
 * new or changed one is ready within seconds.
 */
@Component
public class ValueSetExpansion {
  private static final Logger LOG = LoggerFactory.getLogger(ValueSetExpansion.class);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ITermReadSvc terminology;

  public ValueSetExpansion(ITermReadSvc terminology) {
    this.terminology = terminology;
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    clock.scheduleWithFixedDelay(this::expand, 5, 5, TimeUnit.SECONDS);
  }

  private void expand() {
    try {
      terminology.preExpandDeferredValueSetsToTerminologyTables();
    } catch (RuntimeException e) {
      LOG.warn("value sets could not be expanded: {}", e.getClass().getSimpleName());
    }
  }

  @PreDestroy
  void stop() {
    clock.shutdownNow();
  }
}
