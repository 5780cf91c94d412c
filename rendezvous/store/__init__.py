"""What the rendezvous keeps: technicians, web sessions, when support sessions began and ended. No customer."""
