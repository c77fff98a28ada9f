package keneyapp.hapi;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Subscription;

/** A Subscription makes the server call an address: only origins of the settings, compared as origins. */
@Interceptor
public class HookInterceptor {
  private final Set<String> allowed;

  public HookInterceptor(Settings settings) {
    allowed = settings.hookOrigins().stream().map(HookInterceptor::origin).collect(Collectors.toSet());
  }

  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void created(IBaseResource resource) {
    check(resource);
  }

  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void updated(IBaseResource before, IBaseResource resource) {
    check(resource);
  }

  private void check(IBaseResource resource) {
    if (!(resource instanceof Subscription subscription) || subscription.getStatus() == Subscription.SubscriptionStatus.OFF) return;
    String endpoint = subscription.getChannel().getEndpoint();
    if (endpoint == null || !allowed.contains(origin(endpoint))) throw new UnprocessableEntityException("Subscription.channel.endpoint: not an address that this server may call");
  }

  private static String origin(String address) {
    try {
      URI uri = URI.create(address);
      int port = uri.getPort() != -1 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
      return uri.getUserInfo() == null ? uri.getScheme() + "://" + uri.getHost() + ":" + port : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
