"""Who carries what is sent: text message providers, each behind `channels.sms.provider.Provider`."""
