import { Alert, Button } from '@mui/material';
import { Component, type ReactNode } from 'react';

interface Props {
  /** Another address is another try. */
  readonly at: string;
  readonly children: ReactNode;
}

/**
 * Keeps the frame when a page cannot be shown: its code did not come (PeopleSync was renewed meanwhile, or is away), or
 * it failed. Loading the page again mends either.
 */
export class PageBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.failed && before.at !== this.props.at) this.setState({ failed: false });
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Alert
        severity="error"
        action={
          <Button color="inherit" variant="outlined" onClick={() => location.reload()}>
            Load again
          </Button>
        }
      >
        This page could not be shown. PeopleSync may have been renewed meanwhile: load it again. If that does not help,
        contact support.
      </Alert>
    );
  }
}
