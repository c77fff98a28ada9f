package keneyapp.hapi;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.binstore.DatabaseBinaryContentStorageSvcImpl;
import ca.uhn.fhir.jpa.dao.FulltextSearchSvcImpl;
import ca.uhn.fhir.jpa.dao.IFulltextSearchSvc;
import ca.uhn.fhir.jpa.dao.search.HSearchSortHelperImpl;
import ca.uhn.fhir.jpa.dao.search.IHSearchSortHelper;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import ca.uhn.fhir.jpa.search.StaleSearchDeletingSvcImpl;
import ca.uhn.fhir.jpa.subscription.match.deliver.email.IEmailSender;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import org.hl7.fhir.dstu2.model.Subscription.SubscriptionChannelType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the server keeps and how it searches. Everything not named here is HAPI's default. */
@Configuration
public class StorageConfig {
  @Bean
  JpaStorageSettings storageSettings() {
    JpaStorageSettings s = new JpaStorageSettings();
    // ids of other systems are kept, whatever they look like; our own are unguessable
    s.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.ANY);
    s.setResourceServerIdStrategy(JpaStorageSettings.IdStrategyEnum.UUID);
    s.setAllowContainsSearches(true);
    s.setIndexMissingFields(StorageSettings.IndexEnabledEnum.DISABLED);
    // Codes that HAPI puts off are lost when its clock strikes before the transaction that brings them is committed (8.8:
    // TermDeferredStorageSvcImpl finds no such version yet), and a restart forgets them. A code system goes in whole.
    s.setDeferIndexingForCodesystemsOfSize(10_000_000);
    return s;
  }

  @Bean
  SubscriptionSettings subscriptionSettings() {
    SubscriptionSettings s = new SubscriptionSettings();
    s.addSupportedSubscriptionType(SubscriptionChannelType.RESTHOOK);
    s.setSubscriptionChangeQueuedImmediately(true);
    return s;
  }

  /** Asked for by the search coordinator; the server pages without it (ServerConfig). */
  @Bean
  DatabaseBackedPagingProvider pagingProvider() {
    return new DatabaseBackedPagingProvider();
  }

  @Bean
  PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  @Bean
  DatabaseBinaryContentStorageSvcImpl binaryStorage() {
    return new DatabaseBinaryContentStorageSvcImpl();
  }

  @Bean
  IFulltextSearchSvc fullTextSearch() {
    return new FulltextSearchSvcImpl();
  }

  @Bean
  IHSearchSortHelper sortHelper(ISearchParamRegistry parameters) {
    return new HSearchSortHelperImpl(parameters);
  }

  @Bean
  IStaleSearchDeletingSvc staleSearches() {
    return new StaleSearchDeletingSvcImpl();
  }

  /** Asked for by the subscription module; mail is not a supported channel. */
  @Bean
  IEmailSender emailSender() {
    return details -> {
      throw new UnsupportedOperationException("subscriptions by mail are not supported");
    };
  }
}
